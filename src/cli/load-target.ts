import { availableParallelism } from "node:os";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { OnImageProgress } from "../targets/docker/image-progress.ts";
import { mayLive, ownName } from "../targets/local/owner.ts";
import type { Target } from "../targets/target.ts";
import { deployedName } from "./deployed-name.ts";
import type { Host } from "./host.ts";
import { silenceSdk } from "./silence-sdk.ts";

/** How images come about that a target needs. */
export interface ImageMaking {
  /** Missing ones are fetched. */
  readonly fetch: boolean;
  readonly onProgress: OnImageProgress;
}

/**
 * Loads and creates the target that a run names; what it needs is imported only here. `keep`: what it makes on AWS stays, for other
 * runs of the same scenario files. `poolCount`: sides of all variants that it will prepare.
 */
export async function loadTarget(
  run: Pick<RunManifest, "target" | "request" | "runId">,
  host: Host,
  images: ImageMaking,
  keep = false,
  poolCount = 1,
): Promise<Target> {
  switch (run.target) {
    case "process": {
      const { createProcessTarget } = await import("../targets/process/process-target.ts");
      return createProcessTarget({
        temporaryFolder: host.temporaryFolder,
        cacheFolder: host.cacheFolder,
        runtimeBinaries: run.request.runtimeBinaries,
        hostEnvironment: host.environment,
        clock: host.clock,
      });
    }
    case "docker": {
      const { createDockerTarget } = await import("../targets/docker/docker-target.ts");
      return createDockerTarget({
        temporaryFolder: host.temporaryFolder,
        cacheFolder: host.cacheFolder,
        images: run.request.images ?? {},
        hostEnvironment: host.environment,
        clock: host.clock,
        allowUnfaithful: run.request.allowUnfaithful ?? false,
        ...images,
      });
    }
    case "lambda": {
      silenceSdk();
      const { createLambdaTarget } = await import("../targets/aws-lambda/lambda-target.ts");
      const { createImagePusher } = await import("../targets/docker/image-pusher.ts");
      return createLambdaTarget({
        runId: keep ? deployedName(run.request.scenarioFiles) : run.runId,
        keep,
        poolCount,
        cpuCount: availableParallelism(),
        images: createImagePusher({
          images: run.request.images ?? {},
          hostEnvironment: host.environment,
          ...images,
        }),
        owner: ownName(),
        mayLive,
        temporaryFolder: host.temporaryFolder,
        cacheFolder: host.cacheFolder,
        hostEnvironment: host.environment,
        clock: host.clock,
        endpoint: run.request.endpoint,
        functionArn: run.request.functionArn,
      });
    }
    default:
      return run.target satisfies never;
  }
}
