import type { Json } from "../shared/json.ts";

/** Where the payload comes from: already resolved to the bytes that are sent. */
export interface VariantEvent {
  /** Key on the event axis, built-in name or file name: what reports call it. */
  readonly name: string;
  /** The payload as JSON text. */
  readonly json: string;
}

/** A named set of layers, in the order in which they are merged into /opt. */
export interface LayerSet {
  readonly name: string;
  /** Absolute paths of folders or .zip files, or layer version ARNs. */
  readonly sources: readonly string[];
}

/** Where documentation and code of Lambda disagree, which of them a local environment follows; absent: its default. */
export interface VariantEmulation {
  readonly shutdownReason?: "upper-case" | "lower-case";
  readonly runtimeShutdownMs?: number;
  readonly timeoutError?: "Sandbox.Timedout" | "Sandbox.Timeout";
  readonly functionErrorStatus?: "success" | "error";
  readonly streamBandwidth?: boolean;
}

/** Settings of the docker target; absent: its default. */
export interface VariantDocker {
  /** `bridge`: functions reach the world; `none`: they do not. */
  readonly network?: "bridge" | "none";
  /** Processes stand still between invocations. */
  readonly freeze?: boolean;
  readonly cpuPeriodUs?: number;
  readonly limitCpu?: boolean;
  readonly boostInit?: boolean;
  /** Runtime identifier → image of its zip packages. */
  readonly images?: Readonly<Record<string, string>>;
}

/** Settings of the lambda target; absent: its default. */
export interface VariantLambda {
  /** Of AWS, in which it is measured; on that target alone. */
  readonly region?: string;
  /** How a cold start is brought about, where there is no snapshot. */
  readonly method?: "config-update" | "published-version" | "first-deploy" | "burst" | "idle";
  readonly invoke?: "sync" | "async" | "stream" | "url";
  readonly provisioned?: number;
  readonly logFormat?: "text" | "json";
}

/** What an image is made of, and what replaces settings of its own. */
export interface VariantImage {
  readonly source:
    | { readonly kind: "dockerfile"; readonly path: string }
    | { readonly kind: "uri"; readonly name: string };
  readonly entrypoint?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly workdir?: string | undefined;
}

/** How many samples a variant gets. */
export interface SampleCounts {
  readonly cold: number;
  readonly warm: number;
  readonly settle: number;
  readonly warmupBlocks: number;
}

/** One cell of the matrix: all that a target needs to measure it. Serialisable; all paths are absolute. */
export interface Variant {
  /** `scenario/label/memory/architecture/package/layers[/axis=value…]`. */
  readonly id: string;
  readonly scenario: string;
  /** The scenario's file. */
  readonly file: string;
  readonly tags: readonly string[];
  readonly label: string;
  readonly runtime: string;
  /** A command in place of the runtime's own bootstrap; the first word is looked up, the rest is passed on. */
  readonly bootstrap?: readonly string[] | undefined;
  /** Folder or .zip of the function; absent only for images. */
  readonly code?: string | undefined;
  /** Given for images, and only for them. Their handler is their command. */
  readonly image?: VariantImage | undefined;
  readonly handler?: string | undefined;
  readonly build?: string | undefined;
  readonly memoryMb: number;
  readonly architecture: "x86_64" | "arm64";
  readonly package: "zip" | "image";
  readonly layers: LayerSet;
  readonly snapStart: boolean;
  readonly timeoutSeconds: number;
  readonly ephemeralStorageMb: number;
  readonly event: VariantEvent;
  /** The user's variables, `${env:…}` resolved. */
  readonly environment: Readonly<Record<string, string>>;
  /** A subset that the answer must contain. */
  readonly expect?: Json | undefined;
  /** Every axis beyond the six of the id that has more than one value, in schema order. */
  readonly axes: Readonly<Record<string, string>>;
  readonly samples: SampleCounts;
  readonly emulation?: VariantEmulation | undefined;
  readonly docker?: VariantDocker | undefined;
  readonly lambda?: VariantLambda | undefined;
  /** When a local environment is replaced though nothing is wrong with it. */
  readonly recycle?:
    | { readonly lifetimeMs?: number | undefined; readonly idleMs?: number | undefined }
    | undefined;
}
