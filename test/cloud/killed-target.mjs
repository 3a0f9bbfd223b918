import { systemClock } from "../../dist/shared/clock.js";
import { createLambdaTarget } from "../../dist/targets/aws-lambda/lambda-target.js";

/** The target of a program that is killed, which has compiled code alone. */
export function killedTarget({ endpoint, runId, folder, functionArn }) {
  return createLambdaTarget({
    runId,
    owner: `process ${process.pid}`,
    temporaryFolder: folder,
    cacheFolder: `${folder}/cache`,
    hostEnvironment: {},
    clock: systemClock,
    endpoint,
    region: "eu-west-1",
    keys: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
    functionArn,
  });
}
