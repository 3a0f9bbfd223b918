import { startEnvironment } from "../../environment/environment.ts";
import type { Variant } from "../../plan/variant.ts";
import type { EngineFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import { visibleCores } from "../../shared/cpu-share.ts";
import { messageOf, UnavailableError } from "../../shared/errors.ts";
import { environmentOptions } from "../local/environment-options.ts";
import type { PreparedVariant, Target, TargetEnvironment } from "../target.ts";
import type { ChangedBy } from "./container-control.ts";
import type { DockerTargetOptions } from "./docker-options.ts";
import { type DockerRun, openDockerRun } from "./docker-run.ts";
import type { DockerSandbox, EndedSandbox } from "./docker-sandbox.ts";
import { functionSandbox } from "./function-sandbox.ts";
import { InitCosts } from "./init-costs.ts";
import { dockerLimitations } from "./limitations.ts";
import { causeOf } from "./lost-sandbox.ts";
import { engineMissingLimits } from "./missing-limits.ts";
import { failedWhereOverfull } from "./overfull.ts";
import { type PreparedContainer, prepareContainer, preparedFacts } from "./prepare-container.ts";
import type { RunNetwork } from "./run-network.ts";
import { lambdaUser } from "./sandbox-user.ts";

/** Ended sandboxes are removed together, when nothing is measured: each for itself takes longer. */
const removalBatch = 8;

/** Runs functions in containers. Asks no engine before the first `prepare`. */
export function createDockerTarget(options: DockerTargetOptions): Target {
  return new Containers(options);
}

class Containers implements Target {
  readonly name = "docker";
  readonly #options: DockerTargetOptions;
  readonly #live = new Map<DockerSandbox, TargetEnvironment | undefined>();
  readonly #ended: EndedSandbox[] = [];
  readonly #costs = new InitCosts();
  #opening: Promise<DockerRun> | undefined;
  #run: DockerRun | undefined;
  #localBases = false;
  #emulated = false;
  #limitedCpu = true;
  #fewerCores = false;
  #cpuShareBy: ChangedBy | undefined;
  #disposed: Promise<void> | undefined;

  constructor(options: DockerTargetOptions) {
    this.#options = options;
  }

  get limitations(): readonly string[] {
    const run = this.#run;
    return dockerLimitations({
      localBases: this.#localBases,
      emulated: this.#emulated,
      storage: run?.storage.kind ?? "file-system",
      local: run?.engine.facts.local ?? true,
      lambdaUser: (run?.user.uid ?? lambdaUser.uid) === lambdaUser.uid,
      limitedCpu: this.#limitedCpu,
      fewerCores: this.#fewerCores,
      hostCores: run?.engine.facts.cpuCount ?? 0,
      missing: run === undefined ? [] : engineMissingLimits(run.engine),
    });
  }

  get engine(): EngineFacts | undefined {
    const { engine, storage } = this.#run ?? {};
    return (
      engine &&
      storage && {
        ...engine.facts,
        ...(this.#cpuShareBy === undefined ? {} : { cpuShareBy: this.#cpuShareBy }),
        temporaryStorage: storage.kind,
        ...this.#costs.medians,
      }
    );
  }

  async prepare(variant: Variant, side: Side | undefined, signal: AbortSignal): Promise<PreparedVariant> {
    const run = await this.#openRun();
    const prepared = await prepareContainer(run, this.#options, variant, side, signal);
    this.#localBases ||= prepared.image.localBase;
    this.#emulated ||= prepared.image.architecture !== run.engine.facts.architecture;
    this.#limitedCpu &&= prepared.cpu.quotaUs !== undefined;
    this.#fewerCores ||= prepared.cpu.cores < visibleCores(variant.memoryMb);
    return { facts: preparedFacts(prepared, side), start: () => this.#start(run, prepared) };
  }

  async abort(): Promise<void> {
    this.#run?.engine.hurry();
    for (const sandbox of this.#live.keys()) {
      sandbox.kill();
    }
    await this.#stopAll();
  }

  /** May be called again, as by a second Ctrl-C: all callers wait for the one removal. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#removeAll();
    return this.#disposed;
  }

  async #openRun(): Promise<DockerRun> {
    this.#opening ??= openDockerRun(this.#options);
    this.#run = await this.#opening;
    return this.#run;
  }

  async #start(run: DockerRun, prepared: PreparedContainer): Promise<TargetEnvironment> {
    if (this.#ended.length >= removalBatch) {
      await this.#removeEnded();
    }
    const { clock } = this.#options;
    const options = environmentOptions(prepared.variant, clock);
    const network = await standing(prepared.network());
    const temporaryFolder = await run.storage.acquire(prepared.variant.ephemeralStorageMb);
    const sandbox = functionSandbox(run, prepared, {
      snapStart: options.snapStart,
      network,
      temporaryFolder,
      clock,
      onCpuShare: (by) => {
        this.#cpuShareBy = by;
      },
      onCost: (cost) => this.#costs.add(cost),
      onEnded: async (ended) => {
        this.#ended.push(ended);
        await run.storage.release(temporaryFolder);
      },
    });
    this.#live.set(sandbox, undefined);
    try {
      const environment = await startEnvironment({ ...options, sandbox });
      this.#live.set(sandbox, environment);
      const watch = () => run.storage.watch(temporaryFolder);
      return this.#watched(environment, sandbox, watch, prepared.variant.ephemeralStorageMb);
    } catch (error) {
      this.#live.delete(sandbox);
      throw await causeOf(error, network);
    }
  }

  #watched(
    environment: TargetEnvironment,
    sandbox: DockerSandbox,
    watch: () => Promise<number | undefined>,
    sizeMb: number,
  ): TargetEnvironment {
    return {
      method: environment.method,
      get alive() {
        return environment.alive;
      },
      get recycled() {
        return environment.recycled;
      },
      invoke: async (payload) => {
        const answer = await environment.invoke(payload);
        return { ...answer, observation: failedWhereOverfull(answer.observation, await watch(), sizeMb) };
      },
      log: () => environment.log(),
      stop: async () => {
        await environment.stop();
        this.#live.delete(sandbox);
      },
    };
  }

  async #removeEnded(): Promise<void> {
    await Promise.all(this.#ended.splice(0).map((ended) => ended.remove()));
  }

  async #stopAll(): Promise<void> {
    const stopping = [...this.#live].map(
      ([sandbox, environment]) => environment?.stop() ?? sandbox.destroy(),
    );
    await Promise.allSettled(stopping);
    this.#live.clear();
  }

  async #removeAll(): Promise<void> {
    await this.#stopAll();
    const run = await this.#opening?.catch(() => undefined);
    if (run === undefined) {
      return;
    }
    await this.#removeEnded();
    await run.remove();
  }
}

/** It was there when it was prepared: an engine that cannot make it again is not what it was. */
async function standing(network: Promise<RunNetwork>): Promise<RunNetwork> {
  try {
    return await network;
  } catch (error) {
    throw error instanceof UnavailableError
      ? error
      : new UnavailableError(
          `the container engine has lost what this run shares, and does not make it again: ${messageOf(error)}`,
          "was it restarted?",
          { cause: error },
        );
  }
}
