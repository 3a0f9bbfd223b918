import { join } from "node:path";
import { systemClock } from "../dist/shared/clock.js";
import { createDockerTarget } from "../dist/targets/docker/docker-target.js";

/** The docker target on this machine's engine, as `thaw run` makes it, with its files below a folder. */
export function dockerTarget(folder, temporaryFolder = folder) {
  return createDockerTarget({
    temporaryFolder,
    cacheFolder: join(folder, "cache"),
    images: {},
    hostEnvironment: process.env,
    clock: systemClock,
    allowUnfaithful: false,
  });
}
