import { dirname, join } from "node:path";
import { type EnvironmentOptions, startEnvironment } from "../../environment/environment.ts";
import type { Sandbox } from "../../environment/sandbox.ts";
import { listExtensions } from "../../packages/list-extensions.ts";
import { type PreparedPackage, preparePackage } from "../../packages/prepare-package.ts";
import type { Variant } from "../../plan/variant.ts";
import type { PreparedFacts } from "../../samples/run-manifest.ts";
import type { Side } from "../../samples/sample.ts";
import type { Clock } from "../../shared/clock.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { environmentOptions } from "../local/environment-options.ts";
import { openWorkArea, type WorkArea } from "../local/work-area.ts";
import type { PreparedVariant, Target, TargetEnvironment } from "../target.ts";
import { checkRuntime, type RuntimeCommand, runtimeCommand } from "./command.ts";
import { createSandbox, type SandboxParts } from "./create-sandbox.ts";
import { fileDigest } from "./file-digest.ts";
import { processLimitations } from "./limitations.ts";
import type { ProcessSandbox } from "./process-sandbox.ts";
import { createRuntimeBinaries, type RuntimeBinaries } from "./runtime-binaries.ts";

/** What a process target is made of. */
export interface ProcessTargetOptions {
  /** Where the work folder is made: the system's folder for temporary files. */
  readonly temporaryFolder: string;
  /** Where build results and the notes of running sessions are kept. */
  readonly cacheFolder: string;
  /** Runtime identifier → path, from `--runtime-binary`. */
  readonly runtimeBinaries: Readonly<Record<string, string>>;
  /** The user's own environment: runtimes are searched on its PATH, builds run with it. No function ever sees it. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** Makes sandboxes of one runtime, not yet started, with these variables beside the variant's own. */
export type Sandboxes = (environment: Readonly<Record<string, string>>) => Sandbox;

/** A target that also gives away its sandboxes, for what drives a runtime itself. They end with the target at the latest. */
export interface ProcessTarget extends Target {
  /**
   * Prepares a variant; its extensions and its snapshot are left out. @throws as `prepare` does.
   */
  prepareSandboxes(variant: Variant, signal: AbortSignal): Promise<Sandboxes>;
  /** Runs a program where it is, its folder the task root; of the variant only what becomes variables counts. */
  programSandboxes(program: string, variant: Variant): Sandboxes;
}

/** Runs functions as processes of this machine. Makes nothing on disk before the first `prepare`. */
export function createProcessTarget(options: ProcessTargetOptions): ProcessTarget {
  return new HostProcesses(options);
}

class HostProcesses implements ProcessTarget {
  readonly name = "process";
  readonly limitations = processLimitations;
  readonly #options: ProcessTargetOptions;
  readonly #binaries: RuntimeBinaries;
  readonly #live = new Map<ProcessSandbox, TargetEnvironment | undefined>();
  #area: WorkArea | undefined;
  #disposed: Promise<void> | undefined;
  #digests = new Map<string, Promise<string>>();

  constructor(options: ProcessTargetOptions) {
    this.#options = options;
    const { hostEnvironment, runtimeBinaries } = options;
    this.#binaries = createRuntimeBinaries({ hostEnvironment, runtimeBinaries, ownNode: process.execPath });
  }

  async prepare(variant: Variant, side: Side | undefined, signal: AbortSignal): Promise<PreparedVariant> {
    const { area, code, command } = await this.#layOut(variant, signal);
    const extensions = await listExtensions(code.optRoot);
    const { clock } = this.#options;
    return {
      facts: await this.#facts(code, command, extensions, side),
      start: () => {
        const options = environmentOptions(variant, clock);
        const { snapStart } = options;
        const sandbox = createSandbox({ variant, code, command, extensions, snapStart, area, clock });
        return this.#start({ ...options, sandbox }, sandbox);
      },
    };
  }

  async prepareSandboxes(variant: Variant, signal: AbortSignal): Promise<Sandboxes> {
    return this.#sandboxes({ variant, ...(await this.#layOut(variant, signal)) });
  }

  programSandboxes(program: string, variant: Variant): Sandboxes {
    const area = this.#openArea();
    const code = { taskRoot: dirname(program), optRoot: join(area.nextPackageFolder(), "opt") };
    return this.#sandboxes({ variant, area, code, command: { command: program, args: [] } });
  }

  async abort(): Promise<void> {
    for (const sandbox of this.#live.keys()) {
      sandbox.kill();
    }
    await this.#stopAll();
  }

  /** May be called again, as by a second Ctrl-C: all callers wait for the one removal. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#stopAll().then(() => this.#area?.remove());
    return this.#disposed;
  }

  async #layOut(variant: Variant, signal: AbortSignal) {
    refuseImage(variant);
    refuseOtherArchitecture(variant);
    await checkRuntime(variant, { binaries: this.#binaries });
    const { hostEnvironment: environment, cacheFolder } = this.#options;
    const area = this.#openArea();
    const folder = area.nextPackageFolder();
    const code = await preparePackage({ variant, folder, cacheFolder, environment, signal });
    const command = await runtimeCommand(variant, {
      ...code,
      binaries: this.#binaries,
      path: environment.PATH,
      ownNode: process.execPath,
    });
    return { area, code, command };
  }

  #sandboxes(parts: Pick<SandboxParts, "variant" | "area" | "code" | "command">): Sandboxes {
    const { clock } = this.#options;
    return (added) => {
      const environment = { ...parts.variant.environment, ...added };
      const variant = { ...parts.variant, environment };
      const sandbox = createSandbox({
        ...parts,
        variant,
        extensions: undefined,
        snapStart: undefined,
        clock,
      });
      this.#live.set(sandbox, undefined);
      return sandbox;
    };
  }

  #openArea(): WorkArea {
    const { temporaryFolder, cacheFolder, clock } = this.#options;
    this.#area ??= openWorkArea(temporaryFolder, cacheFolder, () => clock.date());
    return this.#area;
  }

  async #facts(
    code: PreparedPackage,
    { binary }: RuntimeCommand,
    extensions: readonly string[] | undefined,
    side: Side | undefined,
  ): Promise<PreparedFacts> {
    const { functionDigest, layerDigests, packageBytes } = code;
    return {
      ...(side === undefined ? {} : { side }),
      functionDigest,
      layerDigests,
      ...(binary === undefined
        ? {}
        : { runtimeDigest: await this.#digest(binary.path), runtimeVersion: binary.version }),
      ...(extensions === undefined || extensions.length === 0 ? {} : { extensions }),
      packageBytes,
    };
  }

  /** A runtime's program is large and stands behind many variants. */
  #digest(path: string): Promise<string> {
    const digest = this.#digests.get(path) ?? fileDigest(path);
    this.#digests.set(path, digest);
    return digest;
  }

  async #start(options: EnvironmentOptions, sandbox: ProcessSandbox): Promise<TargetEnvironment> {
    this.#live.set(sandbox, undefined);
    try {
      const environment = await startEnvironment(options);
      this.#live.set(sandbox, environment);
      return withStop(environment, () => this.#live.delete(sandbox));
    } catch (error) {
      this.#live.delete(sandbox);
      throw error;
    }
  }

  async #stopAll(): Promise<void> {
    const stopping = [...this.#live].map(
      ([sandbox, environment]) => environment?.stop() ?? sandbox.destroy(),
    );
    await Promise.allSettled(stopping);
    this.#live.clear();
  }
}

/** The same environment; `stopped` is called when it has been stopped. */
function withStop(environment: TargetEnvironment, stopped: () => void): TargetEnvironment {
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
      stopped();
    },
  };
}

function refuseImage({ package: packaging }: Variant): void {
  if (packaging === "image") {
    throw new UnavailableError("the process target runs zip packages, not images", "use --target docker");
  }
}

function refuseOtherArchitecture({ architecture }: Variant): void {
  const own = process.arch === "arm64" ? "arm64" : "x86_64";
  if (architecture !== own) {
    throw new UnavailableError(`the process target runs ${own} on this machine, not ${architecture}`);
  }
}
