// Writes schema/scenario.schema.json from the compiled schema: `npm run build`, then `npm run generate`.
import { mkdirSync, writeFileSync } from "node:fs";

const compiled = new URL("../dist/scenario/json-schema.js", import.meta.url);
const { scenarioJsonSchema } = await import(compiled.href).catch((error) => {
  throw new Error("expected compiled code in dist/, got none: run `npm run build` first", { cause: error });
});

mkdirSync(new URL("../schema/", import.meta.url), { recursive: true });
writeFileSync(new URL("../schema/scenario.schema.json", import.meta.url), scenarioJsonSchema());
