// Measures an existing function until it is killed: node existing-to-be-killed.mjs ENDPOINT RUN FOLDER ARN
import { systemClock } from "../../dist/shared/clock.js";
import { createLambdaTarget } from "../../dist/targets/aws-lambda/lambda-target.js";
import { killedVariant } from "./killed-variant.mjs";

const [endpoint, runId, folder, functionArn] = process.argv.slice(2);

const target = createLambdaTarget({
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
const { signal } = new AbortController();
console.log("begun");
for (let round = 0; ; round++) {
  const memoryMb = 256 + 128 * (round % 4);
  const environment = { TABLE: `table-${round % 3}`, ROUND: String(round % 2) };
  const variant = killedVariant(`many/${round}`, { memoryMb, environment });
  const prepared = await target.prepare(variant, undefined, signal);
  const live = await prepared.start();
  await live.invoke(Buffer.from("{}"));
  await live.stop();
}
