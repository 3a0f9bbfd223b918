import { createSocket } from "node:dgram";
import { isIPv4 } from "node:net";
import { UnavailableError } from "../../shared/errors.ts";
import type { ControlPlace } from "./control-server.ts";
import type { Engine } from "./engine.ts";

/** Names the IPv4 address by which containers reach thaw, where it cannot be found. */
export const harnessAddressVariable = "THAW_HARNESS_ADDRESS";

/** What is known of where the harness is. */
export interface HarnessSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the run's network. */
  readonly gateway: string | undefined;
  /** What a container finds as the address of the machine that its engine serves; asked only where it is needed. */
  readonly hostGateway: () => Promise<string | undefined>;
}

/**
 * By which addresses the harness may be reached from an engine's containers, the likeliest first. Next to an engine on this
 * machine it is the network's gateway, but not where that lies in a rootless engine's own network namespace: its containers
 * reach this machine as they reach the world. @throws UnavailableError when what the user named is no address.
 */
export async function* harnessPlaces(
  { address, facts }: Engine,
  { environment, gateway, hostGateway }: HarnessSurroundings,
): AsyncGenerator<ControlPlace> {
  const named = environment[harnessAddressVariable];
  if (named !== undefined && named !== "") {
    yield await namedPlace(named);
    return;
  }
  if (facts.local && gateway !== undefined) {
    yield { bind: gateway, seenAs: gateway };
  }
  const outside = await outgoingAddress(address.kind === "socket" ? documentationAddress : address.name);
  const isElsewhere = address.kind !== "socket" && outside !== undefined;
  if (isElsewhere) {
    yield { bind: outside, seenAs: outside };
  }
  const host = facts.local ? undefined : await hostGateway();
  if (host !== undefined) {
    // Docker Desktop and its like bring what is sent there to this machine's loopback interface.
    yield { bind: (await isOwn(host)) ? host : "127.0.0.1", seenAs: host };
  }
  if (address.kind === "socket" && outside !== undefined) {
    yield { bind: outside, seenAs: outside };
  }
  if (address.kind === "tcp" && outside === undefined && gateway !== undefined) {
    // Asked by this machine's loopback interface, it may well be on this machine.
    yield { bind: gateway, seenAs: gateway };
  }
}

async function namedPlace(named: string): Promise<ControlPlace> {
  if (!isIPv4(named)) {
    throw new UnavailableError(`${harnessAddressVariable}: expected an IPv4 address, got ${named}`);
  }
  return { bind: (await isOwn(named)) ? named : "0.0.0.0", seenAs: named };
}

/** By trying: a bridge without a container in it is not in the system's list of interfaces that are up. */
function isOwn(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const finish = (own: boolean) => socket.close(() => resolve(own));
    socket.once("error", () => finish(false));
    socket.bind(0, address, () => finish(true));
  });
}

/** Somewhere in the world, and nobody's. Source: RFC 5737. */
const documentationAddress = "198.51.100.1";

/** The address that this machine has on the way to a host; undefined for itself, and where no way leads there. Sends nothing. */
function outgoingAddress(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const finish = (address: string | undefined) => {
      socket.close();
      resolve(address?.startsWith("127.") === true ? undefined : address);
    };
    socket.once("error", () => finish(undefined));
    socket.connect(9, host, () => finish(socket.address().address));
  });
}
