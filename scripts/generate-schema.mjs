// Writes schema/*.schema.json from the compiled schemas: `npm run build`, then `npm run generate`.
import { mkdirSync, writeFileSync } from "node:fs";

const { scenarioJsonSchema } = await compiled("scenario/json-schema.js");
const { comparisonJsonSchema } = await compiled("reports/comparison-schema.js");
const { pricesJsonSchema } = await compiled("pricing/parse-prices.js");

mkdirSync(new URL("../schema/", import.meta.url), { recursive: true });
writeFileSync(new URL("../schema/scenario.schema.json", import.meta.url), scenarioJsonSchema());
writeFileSync(new URL("../schema/comparison.schema.json", import.meta.url), comparisonJsonSchema());
writeFileSync(new URL("../schema/prices.schema.json", import.meta.url), pricesJsonSchema());

async function compiled(path) {
  return import(new URL(`../dist/${path}`, import.meta.url).href).catch((error) => {
    throw new Error("expected compiled code in dist/, got none: run `npm run build` first", { cause: error });
  });
}
