import { z } from "zod";
import { scenarioSchema } from "./schema.ts";

/** The scenario schema as JSON Schema (draft 2020-12), as text: what editors check and complete with. */
export function scenarioJsonSchema(): string {
  const described = scenarioSchema.meta({
    title: "Thaw scenario",
    description:
      "One question about a Lambda function: what it runs, along which axes it varies, how much is measured.",
  });
  return `${JSON.stringify(z.toJSONSchema(described, { io: "input", unrepresentable: "any" }), null, 2)}\n`;
}
