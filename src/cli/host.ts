import { tmpdir } from "node:os";
import { cacheFolderOf } from "../machine/folders.ts";
import { type Clock, systemClock } from "../shared/clock.ts";

/** The machine and the user's surroundings, as arguments: read here and nowhere else. */
export interface Host {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: "x86_64" | "arm64";
  readonly clock: Clock;
  /** Where build results and the notes of running sessions are kept. */
  readonly cacheFolder: string;
  readonly temporaryFolder: string;
}

/** This process's host. */
export function currentHost(): Host {
  return {
    environment: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    clock: systemClock,
    cacheFolder: cacheFolderOf(process.env),
    temporaryFolder: tmpdir(),
  };
}
