import type { EnvironmentOptions } from "../../environment/environment.ts";
import type { Clock } from "../../shared/clock.ts";
import type { ChangedBy } from "./container-control.ts";
import { functionContainer } from "./container-options.ts";
import type { DockerRun } from "./docker-run.ts";
import { DockerSandbox, type EndedSandbox } from "./docker-sandbox.ts";
import type { InitCost } from "./init-connection.ts";
import { lossOf } from "./lost-sandbox.ts";
import type { PreparedContainer } from "./prepare-container.ts";
import { processRequests } from "./process-request.ts";
import type { RunNetwork } from "./run-network.ts";

/** What a sandbox gets beside what was prepared. */
export interface FunctionSandboxParts {
  readonly snapStart: EnvironmentOptions["snapStart"];
  readonly network: RunNetwork;
  /** What /tmp is on this machine. */
  readonly temporaryFolder: string;
  readonly clock: Clock;
  /** Hears by what the CPU share was changed. */
  readonly onCpuShare: (by: ChangedBy) => void;
  /** What the first process has cost, told at the end. */
  readonly onCost: (cost: InitCost) => void;
  /** Nothing of the function runs any more; what is left still has to be removed. */
  readonly onEnded: (ended: EndedSandbox) => Promise<void>;
}

/** The sandbox of one environment of a prepared variant; not yet started. */
export function functionSandbox(
  run: DockerRun,
  prepared: PreparedContainer,
  { snapStart, network, temporaryFolder, clock, onCpuShare, onCost, onEnded }: FunctionSandboxParts,
): DockerSandbox {
  const { engine, cgroups, labels, events, user } = run;
  const { variant, image, initBind, mounts, cpu } = prepared;
  const { quotaUs, periodUs, limitedInit } = cpu;
  const container = (token: string) =>
    functionContainer(
      {
        image: image.id,
        labels,
        initBind,
        control: network.control.address,
        token,
        networkMode: network.networkMode,
        securityOptions: run.securityOptions,
      },
      {
        variant,
        mounts,
        temporaryFolder,
        cpu,
        user,
      },
    );
  return new DockerSandbox({
    engine,
    control: network.control,
    listenAt: network,
    events,
    container,
    request: processRequests({ ...prepared, snapStart, date: clock.date() }),
    extensions: prepared.extensions,
    cgroup: (id) => cgroups.of(id),
    cpu: quotaUs === undefined || periodUs === undefined || limitedInit ? undefined : { quotaUs, periodUs },
    onCpuShare,
    freeze: variant.docker?.freeze ?? false,
    clock,
    onCost,
    lossOf: (container, lineEnded) => lossOf(engine, network, container, lineEnded),
    onEnded,
  });
}
