import type { Clock } from "../../shared/clock.ts";
import type { OnImageProgress } from "./image-progress.ts";

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
  /** Missing images are fetched: only where containers were asked for by name. */
  readonly fetch?: boolean | undefined;
  /** Hears how far the fetching or building of an image is. */
  readonly onProgress?: OnImageProgress | undefined;
  /** Variants that need more CPU than this machine has are run all the same. */
  readonly allowUnfaithful: boolean;
  /** Whether /tmp may be mounted. Default: where this process is root on Linux. */
  readonly mayMount?: boolean | undefined;
  /** Where this machine has its control groups. Default: /sys/fs/cgroup. */
  readonly cgroupRoot?: string | undefined;
  /** How long an engine is waited for that has taken a call; by default a minute. */
  readonly engineLimitMs?: number | undefined;
}
