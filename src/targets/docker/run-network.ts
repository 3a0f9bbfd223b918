import { idleContainer } from "./container-options.ts";
import { ControlServer, type Expected } from "./control-server.ts";
import type { Engine } from "./engine.ts";
import { ownerLabel, runLabel } from "./labels.ts";
import { securityOptions } from "./security-options.ts";

/** By these names extensions reach a listener of their own environment on Lambda. */
const sandboxNames = ["sandbox", "sandbox.localdomain"];
/** Longer than an engine under load takes to start a container. */
const startLimitMs = 60_000;

/** What a run's network is made of. */
export interface RunNetworkOptions {
  readonly engine: Engine;
  /** Any image of the run. */
  readonly image: string;
  readonly initProgram: string;
  /** Name of the run on the engine, and who makes it. */
  readonly run: string;
  readonly owner: string;
  /** Whether functions reach the world. */
  readonly outbound: boolean;
  readonly now: () => number;
}

/** One network and one idle container, whose network namespace every sandbox of a run shares: making one takes long. */
export interface RunNetwork {
  readonly control: ControlServer;
  /** The gateway's address, which is this machine's. */
  readonly host: string;
  /** What a sandbox's container joins. */
  readonly networkMode: string;
  admits(remoteAddress: string | undefined): boolean;
  /** Removes all of it. */
  remove(): Promise<void>;
}

/** Makes them. @throws Error, having removed what it had made. */
export async function openRunNetwork(options: RunNetworkOptions): Promise<RunNetwork> {
  const { engine, run, owner, outbound } = options;
  const Labels = { [runLabel]: run, [ownerLabel]: owner };
  const network = await engine.call(
    engine.docker.createNetwork({ Name: `thaw-${run}`, Driver: "bridge", Internal: !outbound, Labels }),
  );
  let control: ControlServer | undefined;
  const remove = async () => {
    await control?.[Symbol.asyncDispose]();
    await removeNetwork(engine, network.id);
  };
  try {
    const { IPAM } = await engine.call(network.inspect());
    const host = gatewayOf(IPAM);
    control = await ControlServer.open(host, options.now);
    const idle = await startIdle(options, control, network.id, Labels);
    return {
      control,
      host,
      networkMode: `container:${idle.id}`,
      admits: (address) => address === idle.address,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The idle container goes with the line to its first process; the network when no container is in it any more. */
async function removeNetwork(engine: Engine, id: string): Promise<void> {
  const network = engine.docker.getNetwork(id);
  for (let tries = 0; tries < 50; tries++) {
    const { Containers: containers } = await engine.call(network.inspect());
    const living = Object.keys(containers ?? {});
    if (living.length === 0) {
      break;
    }
    await Promise.all(
      living.map((name) =>
        engine.docker
          .getContainer(name)
          .remove({ force: true })
          .catch(() => {}),
      ),
    );
  }
  await engine.call(network.remove());
}

async function startIdle(
  options: RunNetworkOptions,
  control: ControlServer,
  network: string,
  labels: Readonly<Record<string, string>>,
): Promise<{ readonly id: string; readonly address: string }> {
  const { engine, image, initProgram } = options;
  const expected: Expected = control.expect();
  const parts = {
    image,
    labels,
    initProgram,
    control: control.address,
    token: expected.token,
    networkMode: network,
    securityOptions: securityOptions(engine),
  };
  const container = await engine.call(engine.docker.createContainer(idleContainer(parts, sandboxNames)));
  await engine.call(container.start());
  await within(expected.connection, "the first process of the idle container to answer");
  const { NetworkSettings: settings } = await engine.call(container.inspect());
  const [address] = Object.values(settings.Networks).map(({ IPAddress }) => IPAddress);
  return { id: container.id, address: address ?? "" };
}

interface Ipam {
  readonly Config?: readonly { readonly Gateway?: string | undefined }[] | null | undefined;
}

function gatewayOf(ipam: Ipam | undefined): string {
  const gateway = ipam?.Config?.find(
    ({ Gateway }) => Gateway !== undefined && !Gateway.includes(":"),
  )?.Gateway;
  if (gateway === undefined) {
    throw new Error("expected the engine's network to have an IPv4 gateway, got none");
  }
  return gateway.split("/")[0] ?? gateway;
}

/** @throws Error when it takes longer than a machine under load does. */
export async function within<Result>(work: Promise<Result>, what: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`expected ${what} within ${startLimitMs / 1000} s, got nothing`)),
      startLimitMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
