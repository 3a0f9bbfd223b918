import { UnavailableError } from "../../shared/errors.ts";
import { type ControlPlace, ControlServer } from "./control-server.ts";
import type { Engine } from "./engine.ts";
import { harnessAddressVariable, harnessPlaces } from "./harness-address.ts";
import { findHostGateway } from "./host-gateway.ts";
import { type StartedIdle, startIdle } from "./idle-container.ts";
import { inTime } from "./in-time.ts";
import { ownerLabel, runLabel } from "./labels.ts";
import type { NetworkParts, RunNetworkOptions } from "./network-parts.ts";

/** A first process that stands answers within a millisecond or two, and under load within tens. */
const answerLimitMs = 3_000;

/** One network and one idle container, whose network namespace every sandbox of a run shares: making one takes long. */
export interface RunNetwork {
  readonly control: ControlServer;
  /** The address of this machine to listen at: the gateway's, where that is this machine's. */
  readonly host: string;
  /** The address by which sandboxes reach it. */
  readonly seenAs: string;
  /** What a sandbox's container joins. */
  readonly networkMode: string;
  /** The idle container, and the number of its first process where the engine is on this machine. */
  readonly idle: { readonly id: string; readonly pid: number };
  admits(remoteAddress: string | undefined): boolean;
  /** It was found to be gone. */
  readonly lost: boolean;
  /** Asks whether it still stands: an engine that was restarted, or somebody, may have taken it away. */
  check(): Promise<void>;
  /** Removes all of it. */
  remove(): Promise<void>;
}

/** Makes them. @throws UnavailableError when containers do not reach the harness; Error; each having removed what it had made. */
export async function openRunNetwork(options: RunNetworkOptions): Promise<RunNetwork> {
  const { engine, run, owner, outbound } = options;
  const labels = { [runLabel]: run, [ownerLabel]: owner };
  const network = await engine.soon(
    engine.docker.createNetwork({
      Name: `thaw-${run}`,
      Driver: "bridge",
      Internal: !outbound,
      Labels: labels,
    }),
  );
  try {
    const { IPAM } = await engine.soon(network.inspect());
    const place = await findPlace({ ...options, labels, network: network.id }, gatewayOf(IPAM));
    const { control, idle } = place;
    return {
      control,
      host: place.bind,
      seenAs: place.seenAs,
      networkMode: `container:${idle.id}`,
      idle,
      admits: (address) => address === idle.remoteAddress,
      get lost() {
        return idle.line.ended;
      },
      check: async () => {
        // Where it was only cut off from this machine, its line stands and nothing comes over it.
        if (!(await inTime(idle.line.cost(), answerLimitMs))) {
          idle.line.close();
          await idle.line.closed;
        }
      },
      remove: async () => {
        await control[Symbol.asyncDispose]();
        await removeNetwork(engine, network.id);
      },
    };
  } catch (error) {
    await removeNetwork(engine, network.id).catch(() => {});
    throw error;
  }
}

interface Found extends ControlPlace {
  readonly control: ControlServer;
  readonly idle: StartedIdle;
}

/** Where the idle container calls, there the sandboxes will. */
async function findPlace(parts: NetworkParts, gateway: string | undefined): Promise<Found> {
  const { engine, environment, now } = parts;
  const clocks = { now, shared: engine.facts.local };
  const hostGateway = () => findHostGateway(parts);
  const tried: string[] = [];
  for await (const place of harnessPlaces(engine, { environment, gateway, hostGateway })) {
    const control = await ControlServer.open(place, clocks);
    try {
      const idle = await startIdle(parts, control);
      if (idle !== undefined) {
        await control.narrow();
        return { ...place, control, idle };
      }
    } catch (error) {
      await control[Symbol.asyncDispose]();
      throw error;
    }
    await control[Symbol.asyncDispose]();
    tried.push(place.seenAs);
  }
  throw new UnavailableError(
    `containers of the engine at ${engine.address.host} do not reach thaw (tried: ${tried.join(", ") || "nothing"})`,
    `name the address of this machine that they reach with ${harnessAddressVariable}; a firewall may stand between`,
  );
}

/** The idle container goes with the line to its first process; the network when no container is in it any more. */
async function removeNetwork(engine: Engine, id: string): Promise<void> {
  const network = engine.docker.getNetwork(id);
  for (let tries = 0; tries < 50; tries++) {
    const { Containers: containers } = await engine.soon(network.inspect());
    const living = Object.keys(containers ?? {});
    if (living.length === 0) {
      break;
    }
    await Promise.all(
      living.map((name) =>
        engine.soon(engine.docker.getContainer(name).remove({ force: true })).catch(() => {}),
      ),
    );
  }
  await engine.soon(network.remove());
}

interface Ipam {
  readonly Config?: readonly { readonly Gateway?: string | undefined }[] | null | undefined;
}

function gatewayOf(ipam: Ipam | undefined): string | undefined {
  const gateway = ipam?.Config?.find(
    ({ Gateway }) => Gateway !== undefined && !Gateway.includes(":"),
  )?.Gateway;
  return gateway?.split("/")[0];
}
