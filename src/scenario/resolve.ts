import { basename, extname } from "node:path";
import type { CheckedFile } from "./check.ts";
import { checkCpuPeriod } from "./check-cpu-period.ts";
import type { Context } from "./context.ts";
import { defaults } from "./defaults.ts";
import { resolveAxes, resolveCells } from "./resolve-axes.ts";
import { resolveRules } from "./resolve-rules.ts";
import { resolveRuntimes } from "./resolve-runtimes.ts";
import type {
  Scenario,
  ScenarioDocker,
  ScenarioEmulation,
  ScenarioLambda,
  ScenarioRecycle,
  ScenarioSamples,
} from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";
import { name as namePattern } from "./schema-parts.ts";

/** A checked file with its defaults, absolute paths and variables. What is wrong with it goes to the report. */
export function resolveScenario(checked: CheckedFile, context: Context): Scenario {
  const { file } = checked;
  const axes = resolveAxes(file, context);
  checkCpuPeriod(file, axes, context);
  const name = file.name ?? nameOfFile(context);
  return {
    name,
    file: context.file,
    folder: context.folder,
    description: file.description,
    tags: file.tags ?? [],
    target: file.target ?? defaults.target,
    runtimes: resolveRuntimes(checked, axes, context),
    axes,
    include: resolveCells(file, "include", context),
    exclude: resolveCells(file, "exclude", context),
    expect: file.expect,
    samples: samplesOf(file),
    maxTimeMs: file.samples?.maxTime,
    hooks: file.hooks ?? {},
    emulation: emulationOf(file),
    recycle: recycleOf(file),
    docker: dockerOf(file),
    lambda: lambdaOf(file),
    rules: resolveRules(name, file, context),
    places: {
      layers: context.report.place(["matrix", "layers"]),
      snapStart: context.report.place(["matrix", "snapStart"]),
    },
    notYetUsed: [],
  };
}

function nameOfFile({ file, report }: Context): string {
  const name = basename(file, extname(file));
  if (!namePattern.safeParse(name).success) {
    report.value(["name"], "a name, because the file's name cannot be one", "nothing");
  }
  return name;
}

function samplesOf({ samples }: ScenarioFile): ScenarioSamples {
  return {
    cold: samples?.cold ?? defaults.cold,
    warm: samples?.warm ?? defaults.warm,
    settle: samples?.settle ?? defaults.settle,
    warmupBlocks: samples?.warmupBlocks ?? defaults.warmupBlocks,
  };
}

function emulationOf({ emulation }: ScenarioFile): ScenarioEmulation {
  const { shutdownReason, runtimeShutdown, timeoutError, functionErrorStatus, streamBandwidth } =
    emulation ?? {};
  return {
    ...(shutdownReason === undefined ? {} : { shutdownReason }),
    ...(runtimeShutdown === undefined ? {} : { runtimeShutdownMs: runtimeShutdown }),
    ...(timeoutError === undefined ? {} : { timeoutError }),
    ...(functionErrorStatus === undefined ? {} : { functionErrorStatus }),
    ...(streamBandwidth === undefined ? {} : { streamBandwidth: streamBandwidth === "lambda" }),
  };
}

function dockerOf({ docker }: ScenarioFile): ScenarioDocker {
  const { network, freeze, cpuPeriod, limitCpu, boostInit, images } = docker ?? {};
  return {
    ...(network === undefined ? {} : { network }),
    ...(freeze === undefined ? {} : { freeze }),
    ...(cpuPeriod === undefined ? {} : { cpuPeriodUs: Math.round(cpuPeriod * 1000) }),
    ...(limitCpu === undefined ? {} : { limitCpu }),
    ...(boostInit === undefined ? {} : { boostInit }),
    ...(images === undefined ? {} : { images }),
  };
}

function lambdaOf({ lambda }: ScenarioFile): ScenarioLambda | undefined {
  if (lambda === undefined) {
    return undefined;
  }
  const { regions, method, invoke, provisioned, logFormat } = lambda;
  return {
    ...(regions === undefined ? {} : { regions }),
    ...(method === undefined ? {} : { method }),
    ...(invoke === undefined ? {} : { invoke }),
    ...(provisioned === undefined ? {} : { provisioned }),
    ...(logFormat === undefined ? {} : { logFormat }),
  };
}

function recycleOf({ recycle }: ScenarioFile): ScenarioRecycle {
  const idle = recycle?.idle;
  return {
    lifetimeMs: recycle?.lifetime ?? defaults.lifetimeMs,
    ...(idle === undefined || idle === "none" ? {} : { idleMs: idle }),
  };
}
