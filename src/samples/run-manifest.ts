import type { Side, TargetName } from "./sample.ts";

/** Version of run.json and samples.ndjson. Raised when a field changes its meaning or goes. */
export const formatVersion = 1;

/**
 * `running`: being measured, or killed while it was. `complete`: every planned environment was taken.
 * `limited`: a limit such as --max-time ended it. `interrupted`: a signal ended it. `lost`: the target went away.
 */
export type RunState = "running" | "complete" | "limited" | "interrupted" | "lost";

/** What was asked for: enough to plan the same run again from the same scenario files. */
export interface RunRequest {
  /** Absolute paths of the scenario files, in plan order. */
  readonly scenarioFiles: readonly string[];
  readonly filters: readonly string[];
  readonly cold?: number | undefined;
  readonly warm?: number | undefined;
  /** Runtime identifier → path of the binary that stands in for it. */
  readonly runtimeBinaries: Readonly<Record<string, string>>;
  readonly allowUnavailable: boolean;
  /** Runtime identifier → name of the image that stands in for its own. */
  readonly images?: Readonly<Record<string, string>> | undefined;
  /** Variants that need more CPU than the machine has were wanted all the same. */
  readonly allowUnfaithful?: boolean | undefined;
  /** URL of what stood in for AWS, from `--endpoint`. */
  readonly endpoint?: string | undefined;
  /** The existing function that was measured, from `--function`. */
  readonly functionArn?: string | undefined;
  /** What `--baseline` named: a ref as given, a folder by its absolute path. */
  readonly baseline?: string | undefined;
  /** Absolute path of the folder that the baseline stands for. */
  readonly baselineRoot?: string | undefined;
  /** Sides that are the same to the byte were wanted measured. */
  readonly measureIdentical?: boolean | undefined;
}

/** What the baseline's functions and layers were prepared from. */
export interface BaselineFacts {
  /** `git`: a commit checked out aside; `folder`: a folder that stands for the candidate's root. */
  readonly kind: "git" | "folder";
  /** As it was named: a ref, or a folder. */
  readonly name: string;
  /** The commit that a ref meant. */
  readonly gitCommit?: string | undefined;
}

/** A part of the baseline (0.03 is 3 %) and milliseconds; what a scenario does not set is absent. */
export interface MarginSetting {
  readonly relative?: number | undefined;
  readonly absoluteMs?: number | undefined;
}

/** What a scenario says of judging its samples: enough to judge them from the run directory alone. */
export interface ScenarioRules {
  readonly scenario: string;
  readonly smallestEffect?: MarginSetting | undefined;
  readonly equivalence?: MarginSetting | undefined;
  /** As the scenario has them: `coldStart.p90` → `800ms`. */
  readonly budgets?: Readonly<Record<string, string>> | undefined;
  /** Half of an interval's width by its median, at which a plain run stops: 0.02 is 2 %. */
  readonly precision?: number | undefined;
}

/**
 * By which samples could end the measuring of a variant before its last planned block; absent where nothing but the plan did.
 * A run that may have stopped early is never analysed as one of fixed size.
 */
export interface StoppingFacts {
  /** `decided`: its watched differences and budgets are; `precise`: its intervals are as tight as the scenario asks. */
  readonly until: "decided" | "precise";
  /** Numbers of blocks, warm-up blocks included, after which the samples are looked at; ascending, at most five. */
  readonly looks: readonly number[];
}

/** What is known of a variant, without any environment value, credential or payload. */
export interface VariantFacts {
  readonly id: string;
  readonly scenario: string;
  /** The label of the runtime axis. */
  readonly label: string;
  /** The runtime identifier, e.g. `nodejs24.x`. */
  readonly runtime: string;
  readonly memoryMb: number;
  readonly architecture: string;
  readonly package: "zip" | "image" | "unknown";
  /** Name of the layer set. */
  readonly layers: string;
  /** Every other axis that has more than one value, in schema order. */
  readonly axes: Readonly<Record<string, string>>;
  readonly handler?: string | undefined;
  /** True where the initialization type is `snap-start`. */
  readonly snapStart?: true | undefined;
  /** On Lambda: environments that are kept ready ahead of each cold start; absent where none are. */
  readonly provisioned?: number | undefined;
  /** On Lambda: how it is invoked, where that is not `sync`. */
  readonly invoke?: "async" | "stream" | "url" | undefined;
  /** Absent where it is not known, as of what was imported. */
  readonly timeoutSeconds?: number | undefined;
  readonly ephemeralStorageMb?: number | undefined;
  /** Environments per side that enter the distributions (warm-up blocks come on top). */
  readonly cold: number;
  /** Warm invocations in each environment after the `settle` ones. */
  readonly warm: number;
  readonly settle: number;
  readonly warmupBlocks: number;
  /** SHA-256 of each environment value that the scenario sets; never the value. */
  readonly environmentDigests: Readonly<Record<string, string>>;
  /** SHA-256 of the event; absent where it is not known. */
  readonly eventDigest?: string | undefined;
  /** What was deployed; absent when the variant could not be prepared. One entry a side, or one in all. */
  readonly prepared: readonly PreparedFacts[];
}

/** What one side of a variant was measured with. */
export interface PreparedFacts {
  readonly side?: Side | undefined;
  /**
   * SHA-256 over the paths, modes and contents of the function's folder, after its build; of an image over its layers and the
   * settings that it is started with.
   */
  readonly functionDigest: string;
  /** One for each layer, in order. */
  readonly layerDigests: readonly string[];
  /** The runtime's binary or image. */
  readonly runtimeDigest?: string | undefined;
  /** `sha256:…` of the manifest by which a registry knows the image; absent where none gave it. */
  readonly imageDigest?: string | undefined;
  /** What the runtime says of itself, e.g. `v20.20.2`. */
  readonly runtimeVersion?: string | undefined;
  /** By which AWS knows the version of the managed runtime that ran. */
  readonly runtimeVersionArn?: string | undefined;
  /** How its log was written on Lambda, as AWS says: `json` makes the runtime write its lines otherwise, too. */
  readonly logFormat?: "text" | "json" | undefined;
  /** The AWS region that it ran in. */
  readonly region?: string | undefined;
  /** Given where what ran it was not AWS, but something that speaks its language at this URL. */
  readonly endpoint?: string | undefined;
  /** Names of the external extensions that its layers hold; absent where they hold none. */
  readonly extensions?: readonly string[] | undefined;
  /** Unpacked size of the function and its layers, or of an image, in bytes. */
  readonly packageBytes: number;
  /** Absent on targets that give none. */
  readonly cpu?: CpuFacts | undefined;
}

/** The CPU that a variant's sandboxes get. */
export interface CpuFacts {
  /** Cores that they see. */
  readonly cores: number;
  /** Microseconds of CPU time in each period, from the end of the first init on; absent where nothing is enforced. */
  readonly quotaUs?: number | undefined;
  readonly periodUs?: number | undefined;
  /** True where the same holds in init. */
  readonly limitedInit?: true | undefined;
  /** Cores whose time Lambda gives at this memory size, where this machine has fewer: the variant's times are not Lambda's. */
  readonly neededCores?: number | undefined;
}

/** A variant that was planned and not measured, or not to its end, and why. */
export interface NotMeasured {
  readonly variant: string;
  /** The side that it failed on, where a run has two: then neither is measured. */
  readonly side?: Side | undefined;
  /** `unavailable`: the runtime is not here; `preparation`: it could not be made; `limit`: its time was used up. */
  readonly kind: "unavailable" | "preparation" | "limit";
  readonly reason: string;
  readonly hint?: string | undefined;
}

/** The machine that a segment ran on. What could not be read is absent. */
export interface HostFacts {
  readonly platform: string;
  readonly kernel: string;
  readonly architecture: string;
  readonly cpuModel?: string | undefined;
  readonly cpuCount: number;
  readonly memoryMb: number;
  readonly virtualization?: string | undefined;
  readonly cpuGovernor?: string | undefined;
  readonly nodeVersion: string;
  readonly loadAverage?: number | undefined;
  /** Of the names by which extensions reach a listener: those that do not lead to the loopback interface. Absent where not asked. */
  readonly unresolvedSandboxNames?: readonly string[] | undefined;
}

/** The container engine that a segment used, and in which ways it was used: figures of different ways are not compared. */
export interface EngineFacts {
  readonly name: string;
  readonly version: string;
  /** Of the kernel that the containers run on. */
  readonly kernel: string;
  readonly architecture: string;
  readonly cgroupVersion?: 1 | 2 | undefined;
  readonly rootless: boolean;
  readonly storageDriver?: string | undefined;
  /** What the engine starts containers with, e.g. `runc`. */
  readonly ociRuntime?: string | undefined;
  readonly cpuCount: number;
  /** On the kernel that the harness runs on; elsewhere init begins at the engine's own event. */
  readonly local: boolean;
  /** By what the CPU share is given after init: the control group's files, or a call to the engine. Absent where none was. */
  readonly cpuShareBy?: "cgroup" | "engine" | undefined;
  /** What /tmp is: a file system of the configured size, or a folder or volume whose size nothing limits. */
  readonly temporaryStorage: "file-system" | "folder" | "volume";
  /** Median time between a message to a sandbox and its answer, in milliseconds; absent where none was measured. */
  readonly hopMs?: number | undefined;
  /** Median CPU time that a sandbox's first process took itself, in milliseconds; absent where none was measured. */
  readonly firstProcessCpuMs?: number | undefined;
}

/** Environments of a variant that were begun and are not on record: what they cost is not known. */
export interface LostEnvironments {
  readonly variant: string;
  readonly environments: number;
}

/** One start of the harness within a run: the first, a resume, a shard. */
export interface Segment {
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  /** On Lambda: environments that may have been under way at once; of a killed segment so many may be lost. */
  readonly atOnce?: number | undefined;
  /** On Lambda: absent where there are none, and of a killed segment, where nobody knows. */
  readonly lost?: readonly LostEnvironments[] | undefined;
  readonly harnessVersion: string;
  readonly host: HostFacts;
  /** Absent on targets without one. */
  readonly engine?: EngineFacts | undefined;
}

/** Dollars by architecture. */
type ByArchitecture = Readonly<Record<"x86_64" | "arm64", number>>;

/** What AWS asks for in one region, in US dollars, without the free tier; also what a file of prices holds. */
export interface PriceFacts {
  readonly region: string;
  /** Month in which the prices were read: `2026-09`. */
  readonly asOf: string;
  /** For one invocation. */
  readonly request: number;
  /** For a second of a GB (2^30 bytes) of memory; first tier. */
  readonly gbSecond: ByArchitecture;
  /** For a second of a GB of /tmp beyond what is free. */
  readonly storageGbSecond: number;
  /** For a GB of a streamed answer beyond what is free of each. */
  readonly streamedGb: number;
  /** Snapshots; of Java functions they cost nothing. */
  readonly snapStart: {
    /** For a second that a GB of a published version's memory is kept. */
    readonly cacheGbSecond: number;
    /** For a GB of memory that is restored. */
    readonly restoreGb: number;
  };
  /** Provisioned concurrency. */
  readonly provisioned: {
    /** For a second that a GB is kept ready. */
    readonly reservedGbSecond: ByArchitecture;
    /** For a second of a GB while it is used, in place of `gbSecond`. */
    readonly gbSecond: ByArchitecture;
  };
}

/** What of a variant cost money for as long as it stood, in one segment. */
export interface StandingFacts {
  readonly segment: number;
  readonly variant: string;
  readonly side?: Side | undefined;
  /** Environments that were kept ready, or snapshots of published versions. */
  readonly kind: "provisioned" | "snapshot";
  /** Environments of each that was kept ready; absent of snapshots. */
  readonly environments?: number | undefined;
  /** How long each stood in milliseconds: from when it was asked for until it was removed, or the segment had measured. */
  readonly stoodMs: readonly number[];
}

/** A file of a log that a run was imported from. */
export interface ImportedFile {
  /** As it was named; `-` is standard input. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly lines: number;
}

/** What a run was imported from, where it was not measured. */
export interface ImportFacts {
  readonly files: readonly ImportedFile[];
  /** REPORT lines that became samples. */
  readonly reports: number;
  /** REPORT lines of local emulators, which were refused. */
  readonly emulatorReports: number;
  /** Other lines of the platform. */
  readonly platformLines: number;
  /** Lines that are neither, such as the function's own. */
  readonly notUnderstood: number;
  /** REPORT lines without a time. */
  readonly untimed: number;
  /** The earliest and the latest time of a REPORT line; ISO 8601. Absent where none has one. */
  readonly firstAt?: string | undefined;
  readonly lastAt?: string | undefined;
}

/** run.json: everything about a run that is not a sample. */
export interface RunManifest {
  readonly formatVersion: typeof formatVersion;
  readonly harnessVersion: string;
  readonly runId: string;
  readonly state: RunState;
  readonly target: TargetName;
  /** Why this target, when `auto` chose it. */
  readonly targetReason?: string | undefined;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly seed: number;
  /** SHA-256 of what decides the plan; a resume refuses when it differs. */
  readonly planDigest: string;
  readonly blocks: number;
  readonly request: RunRequest;
  readonly variants: readonly VariantFacts[];
  readonly notMeasured: readonly NotMeasured[];
  /** What this target cannot show, in sentences. */
  readonly limitations: readonly string[];
  /** Parts of the scenario files that this version accepts and does not use. */
  readonly notYetUsed: readonly string[];
  readonly segments: readonly Segment[];
  /** Given where a run has two sides. */
  readonly baseline?: BaselineFacts | undefined;
  /** `init`, `warm.invoke`: what is judged in a run of two sides; absent: the default. */
  readonly watched?: readonly string[] | undefined;
  /** In plan order; absent in runs of earlier versions. */
  readonly rules?: readonly ScenarioRules[] | undefined;
  readonly stopping?: StoppingFacts | undefined;
  /**
   * Numbers of blocks, warm-up blocks included, at which a limit, a signal or a lost target ended a segment, and its samples were
   * reported; absent where none did. Whoever judges the run counts each as a look.
   */
  readonly cuts?: readonly number[] | undefined;
  /** Prices of the user's own, which win over those that Thaw knows; absent where there are none. */
  readonly prices?: readonly PriceFacts[] | undefined;
  /** On Lambda; nothing of killed segments. */
  readonly standing?: readonly StandingFacts[] | undefined;
  /** Given where nothing was measured: the samples are REPORT lines of a log. */
  readonly imported?: ImportFacts | undefined;
  readonly gitCommit?: string | undefined;
  readonly gitDirty?: boolean | undefined;
}
