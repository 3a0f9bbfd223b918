// Measures an existing function until it is killed: node existing-to-be-killed.mjs ENDPOINT RUN FOLDER ARN
import { killedTarget } from "./killed-target.mjs";
import { killedVariant } from "./killed-variant.mjs";

const [endpoint, runId, folder, functionArn] = process.argv.slice(2);

const target = killedTarget({ endpoint, runId, folder, functionArn });
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
