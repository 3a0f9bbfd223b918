import type { Clock } from "../../shared/clock.ts";
import type { ImagePusher } from "../target.ts";
import type { Patience } from "./calls.ts";

/** Keys that AWS gave to an identity; tests name them, everybody else lets AWS's SDK find its own. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Where AWS is found, and as whom. */
export interface RegionOptions {
  /** The user's own environment: it may name an endpoint, a region and a role. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** URL of something that speaks AWS's language in its place. Default: AWS_ENDPOINT_URL. */
  readonly endpoint?: string | undefined;
  /** Where no scenario names one. Default: AWS_REGION, AWS_DEFAULT_REGION, then what AWS's SDK finds. */
  readonly region?: string | undefined;
  /** What functions may do. Default: THAW_LAMBDA_ROLE, then the role `thaw-function` of the account. */
  readonly roleArn?: string | undefined;
  readonly keys?: AwsKeys | undefined;
  readonly patience?: Partial<LambdaPatience> | undefined;
}

/** What a lambda target is made of; builds run with `hostEnvironment`, too. */
export interface LambdaTargetOptions extends RegionOptions {
  /** The run's name: functions and layers carry it. */
  readonly runId: string;
  /** Names the process that runs, for whoever cleans up after it. */
  readonly owner: string;
  /** Whether the process of such a name may live; absent: none does. */
  readonly mayLive?: ((owner: string) => boolean) | undefined;
  /** Where packages are laid out: the system's folder for temporary files. */
  readonly temporaryFolder: string;
  /** Where build results are kept. */
  readonly cacheFolder: string;
  /** An existing function to measure in place of new ones; it is as it was at the end. */
  readonly functionArn?: string | undefined;
  /** Sides of all variants that are to be prepared: the more they are, the fewer copies of each overlap; by default one. */
  readonly poolCount?: number | undefined;
  /** Copies of the function that take turns, for each variant and side, and invocations of a burst; by default as many as overlap. */
  readonly copies?: number | undefined;
  /** Of this machine: it asks no more environments at once than so many can. By default one. */
  readonly cpuCount?: number | undefined;
  /** How long the method `idle` waits for an environment to be gone, in milliseconds; by default 45 minutes. */
  readonly idleMs?: number | undefined;
  /** Builds and pushes images of Dockerfiles; absent: they are refused. */
  readonly images?: ImagePusher | undefined;
  /**
   * What is made stays until it expires, and a later run of this name takes it as it stands where nothing of it has changed:
   * `thaw deploy`.
   */
  readonly keep?: boolean | undefined;
  /** How long what was made may stand when nobody removes it, in milliseconds; by default a day. */
  readonly expiresAfterMs?: number | undefined;
}

/** How long the target waits for AWS, in milliseconds where nothing else is said. */
export interface LambdaPatience extends Patience {
  /** For a function to become active, or an update to be done. */
  readonly readyMs: number;
  /** For a snapshot to be taken. */
  readonly snapshotMs: number;
  /** For the lines of an invocation to be found in CloudWatch Logs. */
  readonly logMs: number;
  /** After the last invocation before logs are removed: lines that come later would make them again. */
  readonly lateLogMs: number;
}
