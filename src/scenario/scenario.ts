import type { ScenarioRules } from "../samples/run-manifest.ts";
import type { Json } from "../shared/json.ts";

/** A scenario file, checked and with its defaults filled in; all paths are absolute. */
export interface Scenario {
  readonly name: string;
  /** The scenario's file. */
  readonly file: string;
  /** Folder of the file: hooks run in it, paths start from it. */
  readonly folder: string;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  readonly target: "auto" | "process" | "docker" | "lambda";
  /** The first axis, in the order of the file. */
  readonly runtimes: readonly ScenarioRuntime[];
  readonly axes: ScenarioAxes;
  readonly include: readonly ScenarioCell[];
  readonly exclude: readonly ScenarioCell[];
  /** A subset that every answer must contain. */
  readonly expect?: Json | undefined;
  readonly samples: ScenarioSamples;
  readonly maxTimeMs?: number | undefined;
  readonly hooks: ScenarioHooks;
  readonly emulation: ScenarioEmulation;
  readonly recycle: ScenarioRecycle;
  readonly docker: ScenarioDocker;
  /** Absent where the file says nothing of it. */
  readonly lambda?: ScenarioLambda | undefined;
  /** How its samples are judged, and when they are enough. */
  readonly rules: ScenarioRules;
  /** Where the axes stand in the file that not every package type can have. */
  readonly places: { readonly layers: string; readonly snapStart: string };
  /** Settings that this version accepts and does not use, one sentence each. */
  readonly notYetUsed: readonly string[];
}

/** One value of the runtime axis, with all that it shares with the others. */
export interface ScenarioRuntime {
  readonly label: string;
  /** A known runtime identifier. */
  readonly runtime: string;
  readonly bootstrap?: readonly string[] | undefined;
  /** Folder or .zip; absent only where every variant is an image. */
  readonly code?: string | undefined;
  /** What its images are made of; absent only where every variant is a zip. */
  readonly image?: ScenarioImage | undefined;
  readonly handler?: string | undefined;
  readonly build?: string | undefined;
  /** The user's variables, `${env:…}` resolved. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where this runtime has a timeout of its own. */
  readonly timeoutSeconds?: number | undefined;
  /** Where this runtime has a /tmp of its own. */
  readonly ephemeralStorageMb?: number | undefined;
}

/** An image: built from a Dockerfile (absolute path), or one that exists; and what replaces settings of its own. */
export interface ScenarioImage {
  readonly source:
    | { readonly kind: "dockerfile"; readonly path: string }
    | { readonly kind: "uri"; readonly name: string };
  readonly entrypoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly workdir?: string | undefined;
}

/** The other axes, in schema order, each with at least one value. */
export interface ScenarioAxes {
  readonly memory: readonly number[];
  /** Absent: the architecture of the machine that plans. */
  readonly architecture?: readonly Architecture[] | undefined;
  readonly package: readonly Packaging[];
  readonly layers: readonly ScenarioLayers[];
  readonly snapStart: readonly boolean[];
  readonly event: readonly ScenarioEvent[];
  readonly timeout: readonly number[];
  readonly ephemeralStorage: readonly number[];
}

export type Architecture = "x86_64" | "arm64";
export type Packaging = "zip" | "image";

/** A named set of layers: absolute paths of folders or .zip files, or layer version ARNs. */
export interface ScenarioLayers {
  readonly name: string;
  readonly sources: readonly string[];
}

/** A payload as JSON text, and what reports call it. */
export interface ScenarioEvent {
  readonly name: string;
  readonly json: string;
}

/** An entry of include or exclude: some axes, and where it stands. */
export interface ScenarioCell {
  /** `scenarios/a.yaml:12:3 include[0]`. */
  readonly place: string;
  readonly values: CellValues;
}

/** Axes of a cell; runtime, layers and event are names. */
export interface CellValues {
  readonly runtime?: string | undefined;
  readonly memory?: number | undefined;
  readonly architecture?: Architecture | undefined;
  readonly package?: Packaging | undefined;
  readonly layers?: string | undefined;
  readonly snapStart?: boolean | undefined;
  readonly event?: string | undefined;
  readonly timeout?: number | undefined;
  readonly ephemeralStorage?: number | undefined;
}

/** How much is measured of every variant. */
export interface ScenarioSamples {
  readonly cold: number;
  readonly warm: number;
  readonly settle: number;
  readonly warmupBlocks: number;
}

/** Shell commands around a run. */
export interface ScenarioHooks {
  readonly prepare?: string | undefined;
  readonly conclude?: string | undefined;
  readonly beforeBlock?: string | undefined;
  readonly afterBlock?: string | undefined;
}

/** Where documentation and code of Lambda disagree, which of them local environments follow; absent: the target's default. */
export interface ScenarioEmulation {
  readonly shutdownReason?: "upper-case" | "lower-case";
  readonly runtimeShutdownMs?: number;
  readonly timeoutError?: "Sandbox.Timedout" | "Sandbox.Timeout";
  readonly functionErrorStatus?: "success" | "error";
  readonly streamBandwidth?: boolean;
}

/** Settings of the docker target; absent: its default. */
export interface ScenarioDocker {
  readonly network?: "bridge" | "none";
  readonly freeze?: boolean;
  readonly cpuPeriodUs?: number;
  readonly limitCpu?: boolean;
  readonly boostInit?: boolean;
  /** Runtime identifier → image of its zip packages. */
  readonly images?: Readonly<Record<string, string>>;
}

/** Settings of the lambda target; absent: its default. */
export interface ScenarioLambda {
  readonly regions?: readonly string[];
  /** How a cold start is brought about, where there is no snapshot. */
  readonly method?: "config-update" | "published-version" | "first-deploy" | "burst" | "idle";
  readonly invoke?: "sync" | "async" | "stream" | "url";
  readonly provisioned?: number;
  readonly logFormat?: "text" | "json";
}

/** When a local environment is replaced though nothing is wrong with it. */
export interface ScenarioRecycle {
  readonly lifetimeMs: number;
  /** Absent: never for idleness. */
  readonly idleMs?: number | undefined;
}
