export type SystemLogLevel = "DEBUG" | "INFO" | "WARN";
export type ApplicationLogLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";

/** What a function is deployed with: replaced as a whole, so that two versions with the same object are the same. */
export interface Settings {
  readonly runtime?: string | undefined;
  readonly role: string;
  readonly handler?: string | undefined;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly architecture: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Version ARNs. */
  readonly layers: readonly string[];
  readonly snapStart: boolean;
  readonly logFormat: "Text" | "JSON";
  /** Which lines of the JSON format are written: of the platform, and of the function. */
  readonly systemLogLevel: SystemLogLevel;
  readonly applicationLogLevel: ApplicationLogLevel;
  readonly packageType: "Zip" | "Image";
  readonly imageUri?: string | undefined;
  readonly imageConfig?: unknown;
  readonly codeSha256: string;
  readonly codeBytes: number;
  readonly zip?: Buffer | undefined;
}

/** An execution environment. */
export interface Environment {
  readonly id: string;
  /** Number among those of its function. */
  readonly index: number;
  readonly logStream: string;
  /** How it came to be; `proactive`: initialised before anybody asked; `provisioned`: kept ready by intention. */
  readonly birth: "on-demand" | "proactive" | "restore" | "provisioned";
  invocationCount: number;
  /** It was reset: the next invocation initialises it within its own duration. */
  mustInitAgain: boolean;
  freeSinceMs: number;
}

/** A version of a function, or one state of `$LATEST`. */
export interface Deployed {
  readonly version: string;
  readonly settings: Settings;
  readonly modifiedAt: Date;
  /** Until the end of the change, and from then on. */
  readonly revisionIds: readonly [string, string];
  /** Pending before. */
  readonly activeAtMs: number;
  /** InProgress before. */
  readonly updatedAtMs: number;
  /** Get calls tell of `before` before. */
  readonly staleUntilMs: number;
  /** What answers while the update is in progress. */
  readonly before?: Deployed | undefined;
  /** Those that wait for an invocation. */
  readonly idle: Environment[];
}

/** Environments of a version that are kept ready. */
export interface Provisioned {
  readonly count: number;
  readonly readyAtMs: number;
  readonly modifiedAt: Date;
  /** Whether they stand among the version's environments. */
  stocked: boolean;
}

export interface StoredFunction {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  latest: Deployed;
  readonly versions: Map<string, Deployed>;
  nextVersion: number;
  /** Of `$LATEST`, when the last version was published. */
  publishedSettings?: Settings;
  environmentCount: number;
  runningCount: number;
  /** By version. */
  readonly provisioned: Map<string, Provisioned>;
  reservedConcurrency?: number | undefined;
  /** How often an event is tried again, by version, where that is not the default. */
  readonly maxRetries: Map<string, number>;
  url?: { readonly id: string; readonly authType: string } | undefined;
}

export interface LayerVersion {
  readonly arn: string;
  readonly version: number;
  readonly description: string;
  readonly createdAt: Date;
  readonly runtimes: readonly string[];
  readonly architectures: readonly string[];
  readonly codeSha256: string;
  readonly codeBytes: number;
  readonly zip: Buffer;
}

export interface Layer {
  readonly name: string;
  readonly arn: string;
  readonly versions: Map<number, LayerVersion>;
  nextVersion: number;
}

export interface LogEvent {
  readonly logStreamName: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

export interface LogGroup {
  readonly name: string;
  readonly createdAt: Date;
  readonly events: LogEvent[];
}

/** Log events on their way. */
export interface LateEvents {
  readonly group: string;
  readonly dueMs: number;
  readonly events: readonly LogEvent[];
}

export interface Region {
  readonly name: string;
  readonly functions: Map<string, StoredFunction>;
  readonly layers: Map<string, Layer>;
  readonly logGroups: Map<string, LogGroup>;
  late: LateEvents[];
  /** Tags of ECR repositories, by name. */
  readonly repositories: Map<string, ReadonlyMap<string, string>>;
  runningCount: number;
}
