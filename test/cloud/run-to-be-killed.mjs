// Measures on the endpoint that it is told until it is killed: node run-to-be-killed.mjs ENDPOINT RUN FOLDER LAYER
import { setTimeout as sleep } from "node:timers/promises";
import { killedTarget } from "./killed-target.mjs";
import { killedVariant } from "./killed-variant.mjs";

const [endpoint, runId, folder, layer] = process.argv.slice(2);

const target = killedTarget({ endpoint, runId, folder });
const layers = { name: "one", sources: [layer] };
const { signal } = new AbortController();
console.log("begun");
for (const [index, method] of ["config-update", "published-version", "first-deploy"].entries()) {
  const prepared = await target.prepare(
    killedVariant(`many/${index}`, { layers, lambda: { method } }),
    undefined,
    signal,
  );
  await Promise.all(Array.from({ length: 3 }, () => measure(prepared)));
}
console.log("measured");
await sleep(60_000);

async function measure(prepared) {
  for (let environment = 0; environment < 3; environment++) {
    const live = await prepared.start();
    await live.invoke(Buffer.from("{}"));
    await live.stop();
  }
}
