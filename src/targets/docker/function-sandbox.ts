import type { EnvironmentOptions } from "../../environment/environment.ts";
import type { Variant } from "../../plan/variant.ts";
import type { Clock } from "../../shared/clock.ts";
import { type CpuSettings, functionContainer } from "./container-options.ts";
import { cpuQuotaUs } from "./cpu-share.ts";
import type { DockerRun } from "./docker-run.ts";
import { DockerSandbox, type EndedSandbox } from "./docker-sandbox.ts";
import type { InitCost } from "./init-connection.ts";
import type { PreparedContainer } from "./prepare-container.ts";
import { processRequests } from "./process-request.ts";

const defaultPeriodUs = 20_000;

/** What a sandbox gets beside what was prepared. */
export interface FunctionSandboxParts {
  readonly snapStart: EnvironmentOptions["snapStart"];
  /** What /tmp is on this machine. */
  readonly temporaryFolder: string;
  readonly clock: Clock;
  /** What the first process has cost, told at the end. */
  readonly onCost: (cost: InitCost) => void;
  /** Nothing of the function runs any more; what is left still has to be removed. */
  readonly onEnded: (ended: EndedSandbox) => Promise<void>;
}

/** The sandbox of one environment of a prepared variant; not yet started. */
export function functionSandbox(
  run: DockerRun,
  prepared: PreparedContainer,
  { snapStart, temporaryFolder, clock, onCost, onEnded }: FunctionSandboxParts,
): DockerSandbox {
  const { engine, cgroups, labels, events } = run;
  const { variant, image, initBind, mounts, network } = prepared;
  const cpu = cpuSettings(variant);
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
        hostCores: engine.facts.cpuCount,
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
    cpu: cpu.limit && cpu.boostInit ? quotaOf(variant, cpu) : undefined,
    freeze: variant.docker?.freeze ?? false,
    clock,
    onCost,
    onEnded,
  });
}

/** How the CPU share of a variant is enforced. */
export function cpuSettings({ docker }: Pick<Variant, "docker">): CpuSettings {
  return {
    limit: docker?.limitCpu ?? true,
    boostInit: docker?.boostInit ?? true,
    periodUs: docker?.cpuPeriodUs ?? defaultPeriodUs,
  };
}

function quotaOf({ memoryMb }: Variant, { periodUs }: CpuSettings) {
  return { quotaUs: cpuQuotaUs(memoryMb, periodUs), periodUs };
}
