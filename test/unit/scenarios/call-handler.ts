import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { z } from "zod";

/** The checkout's root. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

const answers = z.array(
  z.object({ statusCode: z.number(), headers: z.record(z.string(), z.string()), body: z.string() }),
);

const program = `
  import { writeSync } from "node:fs";
  const { handler } = await import(process.argv[1]);
  const answers = [];
  for (const event of JSON.parse(process.argv[2])) {
    answers.push(await handler(event, {}));
  }
  writeSync(3, JSON.stringify(answers));
`;

/** Loads a folder's index.mjs in a Node.js of its own, as Lambda would, and gives it one event after the other. */
export async function callHandler(folder: string, events: readonly object[]) {
  const { stdout, stdio } = await execa(
    process.execPath,
    ["--input-type=module", "-e", program, join(folder, "index.mjs"), JSON.stringify(events)],
    { stdio: ["ignore", "pipe", "pipe", "pipe"] },
  );
  return { answers: answers.parse(JSON.parse(String(stdio[3]))), log: stdout.split("\n") };
}
