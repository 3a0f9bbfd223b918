import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Container } from "dockerode";
import { type EnvironmentOptions, startEnvironment } from "../../environment/environment.ts";
import { listExtensions } from "../../packages/list-extensions.ts";
import { type PreparedPackage, preparePackage } from "../../packages/prepare-package.ts";
import type { Variant } from "../../plan/variant.ts";
import { imageNameOf } from "../../runtimes/images.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import type { Clock } from "../../shared/clock.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { environmentOptions } from "../local/environment-options.ts";
import { ownName } from "../local/owner.ts";
import { openWorkArea, type WorkArea } from "../local/work-area.ts";
import type { PreparedVariant, Target, TargetEnvironment } from "../target.ts";
import { type CpuSettings, functionContainer } from "./container-options.ts";
import { cpuQuotaUs, cpuShareOf } from "./cpu-share.ts";
import { DockerSandbox } from "./docker-sandbox.ts";
import { connectEngine, type Engine } from "./engine.ts";
import { type CgroupFinder, findCgroups } from "./find-cgroups.ts";
import { findImage, type Image } from "./images.ts";
import { initProgram } from "./init-program.ts";
import { ownerLabel, runLabel } from "./labels.ts";
import { removeContainer, removeLeftovers } from "./leftovers.ts";
import { dockerLimitations } from "./limitations.ts";
import { processRequests } from "./process-request.ts";
import { hasImage, type PullProgress, pullImage } from "./pull.ts";
import { openRunNetwork, type RunNetwork } from "./run-network.ts";
import { type ContainerCommand, runtimeCommand } from "./runtime-command.ts";
import { openTemporaryStorage, type TemporaryStorage } from "./temporary-storage.ts";

/** What a docker target is made of. */
export interface DockerTargetOptions {
  /** Where the work folder is made: the system's folder for temporary files. */
  readonly temporaryFolder: string;
  /** Where build results and the notes of running sessions are kept. */
  readonly cacheFolder: string;
  /** Runtime identifier → image, from `--image`. */
  readonly images: Readonly<Record<string, string>>;
  /** The user's own environment: it says where the engine is, and builds run with it. No function ever sees it. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Given where missing images are to be fetched; hears how far that is. */
  readonly onFetch?: ((progress: PullProgress) => void) | undefined;
  /** Variants that need more CPU than this machine has are run all the same. */
  readonly allowUnfaithful: boolean;
}

/** Ended containers are removed together, when nothing is measured: each for itself takes longer. */
const removalBatch = 8;

/** Runs functions in containers. Asks no engine before the first `prepare`. */
export function createDockerTarget(options: DockerTargetOptions): Target {
  return new Containers(options);
}

/** What all variants of a run share. */
interface Run {
  readonly engine: Engine;
  readonly name: string;
  readonly area: WorkArea;
  readonly storage: TemporaryStorage;
  readonly initProgram: string;
  readonly networks: Map<boolean, Promise<RunNetwork>>;
  readonly cgroups: CgroupFinder;
}

/** One side of a variant, laid out. */
interface Prepared {
  readonly variant: Variant;
  readonly image: Image;
  readonly code: PreparedPackage;
  readonly command: ContainerCommand;
  /** Undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  readonly network: RunNetwork;
}

class Containers implements Target {
  readonly name = "docker";
  readonly #options: DockerTargetOptions;
  readonly #live = new Map<DockerSandbox, TargetEnvironment | undefined>();
  readonly #ended: Container[] = [];
  readonly #owner = ownName();
  #opening: Promise<Run> | undefined;
  #run: Run | undefined;
  #localBases = false;
  #limitedCpu = true;
  #disposed: Promise<void> | undefined;

  constructor(options: DockerTargetOptions) {
    this.#options = options;
  }

  get limitations(): readonly string[] {
    return dockerLimitations({
      localBases: this.#localBases,
      limitedStorage: this.#run?.storage.limited ?? true,
      limitedCpu: this.#limitedCpu,
      hostCores: this.#run?.engine.facts.cpuCount ?? 0,
    });
  }

  async prepare(variant: Variant, side: Side | undefined, signal: AbortSignal): Promise<PreparedVariant> {
    const run = await this.#openRun();
    const { images, cacheFolder, hostEnvironment: environment } = this.#options;
    refuseTooLarge(variant, run.engine, this.#options.allowUnfaithful);
    const name = imageNameOf(variant, images);
    await this.#fetch(run, name);
    const image = await findImage(run.engine, name, variant);
    const folder = run.area.nextPackageFolder();
    const code = await preparePackage({ variant, folder, cacheFolder, environment, signal });
    const extensions = await listExtensions(code.optRoot);
    const command = runtimeCommand(variant, (place, path) => isFile(code, place, path));
    const network = await this.#network(run, variant, image);
    this.#localBases ||= image.localBase;
    this.#limitedCpu &&= cpuSettings(variant).limit;
    const prepared = { variant, image, code, command, extensions, network };
    return { facts: factsOf(prepared, side), start: () => this.#start(run, prepared) };
  }

  async abort(): Promise<void> {
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

  #openRun(): Promise<Run> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<Run> {
    const { hostEnvironment, temporaryFolder, cacheFolder, clock } = this.#options;
    const engine = await connectEngine(hostEnvironment);
    refuseRemote(engine);
    await removeLeftovers(engine, { nowMs: clock.date().getTime() });
    const program = initProgram(engine.facts.architecture);
    const area = openWorkArea(temporaryFolder, cacheFolder, () => clock.date());
    const storage = await openTemporaryStorage(area.nextTemporaryFolder());
    this.#run = {
      engine,
      name: randomBytes(4).toString("hex"),
      area,
      storage,
      initProgram: program,
      networks: new Map(),
      cgroups: findCgroups(engine.facts.cgroupVersion),
    };
    return this.#run;
  }

  async #fetch({ engine }: Run, name: string): Promise<void> {
    const { onFetch } = this.#options;
    if (onFetch !== undefined && !(await hasImage(engine, name))) {
      await pullImage(engine, name, onFetch);
    }
  }

  /** The first variant's image stands for the idle container, too. */
  #network(run: Run, { docker }: Variant, image: Image): Promise<RunNetwork> {
    const outbound = docker?.network !== "none";
    const known = run.networks.get(outbound);
    if (known !== undefined) {
      return known;
    }
    const { clock } = this.#options;
    const network = openRunNetwork({
      engine: run.engine,
      image: image.id,
      initProgram: run.initProgram,
      run: outbound ? run.name : `${run.name}-closed`,
      owner: this.#owner,
      outbound,
      now: () => clock.nowMs(),
    });
    run.networks.set(outbound, network);
    return network;
  }

  async #start(run: Run, prepared: Prepared): Promise<TargetEnvironment> {
    if (this.#ended.length >= removalBatch) {
      await this.#removeEnded(run.engine);
    }
    const options = environmentOptions(prepared.variant, this.#options.clock);
    const temporaryFolder = await run.storage.acquire(prepared.variant.ephemeralStorageMb);
    const sandbox = this.#sandbox(run, prepared, options, temporaryFolder);
    this.#live.set(sandbox, undefined);
    try {
      const environment = await startEnvironment({ ...options, sandbox });
      this.#live.set(sandbox, environment);
      return this.#withStop(environment, sandbox);
    } catch (error) {
      this.#live.delete(sandbox);
      throw error;
    }
  }

  #sandbox(
    run: Run,
    prepared: Prepared,
    { snapStart }: Pick<EnvironmentOptions, "snapStart">,
    temporaryFolder: string,
  ): DockerSandbox {
    const { engine, storage, cgroups } = run;
    const { variant, image, code, network } = prepared;
    const { clock } = this.#options;
    const cpu = cpuSettings(variant);
    const container = (token: string) =>
      functionContainer(
        {
          image: image.id,
          labels: { [runLabel]: run.name, [ownerLabel]: this.#owner },
          initProgram: run.initProgram,
          control: network.control.address,
          token,
          networkMode: network.networkMode,
        },
        {
          variant,
          taskRoot: code.taskRoot,
          optRoot: code.optRoot,
          temporaryFolder,
          cpu,
          hostCores: engine.facts.cpuCount,
        },
      );
    return new DockerSandbox({
      engine,
      control: network.control,
      listenAt: network,
      container,
      request: processRequests({ ...prepared, snapStart, date: clock.date() }),
      extensions: prepared.extensions,
      cgroup: (id) => cgroups.of(id),
      cpu: cpu.limit && cpu.boostInit ? quotaOf(variant, cpu) : undefined,
      freeze: variant.docker?.freeze ?? false,
      clock,
      onEnded: async (ended) => {
        this.#ended.push(ended);
        await storage.release(temporaryFolder);
      },
    });
  }

  #withStop(environment: TargetEnvironment, sandbox: DockerSandbox): TargetEnvironment {
    return {
      method: environment.method,
      get alive() {
        return environment.alive;
      },
      get recycled() {
        return environment.recycled;
      },
      invoke: (payload) => environment.invoke(payload),
      log: () => environment.log(),
      stop: async () => {
        await environment.stop();
        this.#live.delete(sandbox);
      },
    };
  }

  async #removeEnded(engine: Engine): Promise<void> {
    await Promise.all(this.#ended.splice(0).map(({ id }) => removeContainer(engine, id)));
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
    await this.#removeEnded(run.engine);
    const networks = await Promise.allSettled(run.networks.values());
    for (const network of networks) {
      if (network.status === "fulfilled") {
        await network.value.remove().catch(() => {});
      }
    }
    await run.storage.remove();
    await run.area.remove();
  }
}

function isFile({ taskRoot, optRoot }: PreparedPackage, place: "task" | "opt", path: string): boolean {
  const file = join(place === "task" ? taskRoot : optRoot, path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

const defaultPeriodUs = 20_000;

function cpuSettings({ docker }: Variant): CpuSettings {
  return {
    limit: docker?.limitCpu ?? true,
    boostInit: docker?.boostInit ?? true,
    periodUs: docker?.cpuPeriodUs ?? defaultPeriodUs,
  };
}

function quotaOf({ memoryMb }: Variant, { periodUs }: CpuSettings) {
  return { quotaUs: cpuQuotaUs(memoryMb, periodUs), periodUs };
}

function factsOf({ image, code, extensions }: Prepared, side: Side | undefined): PreparedFacts {
  const { functionDigest, layerDigests, packageBytes } = code;
  return {
    ...(side === undefined ? {} : { side }),
    functionDigest,
    layerDigests,
    runtimeDigest: image.id.replace(/^sha256:/, ""),
    runtimeVersion: image.localBase ? `${image.name} (local base image)` : image.name,
    ...(extensions === undefined || extensions.length === 0 ? {} : { extensions }),
    packageBytes,
  };
}

function refuseTooLarge({ memoryMb }: Variant, { facts }: Engine, allowed: boolean): void {
  if (!allowed && cpuShareOf(memoryMb) > facts.cpuCount) {
    throw new UnavailableError(
      `${memoryMb} MB get the time of ${cpuShareOf(memoryMb).toFixed(1)} cores on Lambda; this engine has ${facts.cpuCount}`,
      "--allow-unfaithful runs it with what there is",
    );
  }
}

function refuseRemote({ facts, address }: Engine): void {
  if (!facts.local) {
    throw new UnavailableError(
      `the engine at ${address.host} runs on another kernel (${facts.kernel}) than thaw`,
      "this version measures with an engine on the same Linux",
    );
  }
}
