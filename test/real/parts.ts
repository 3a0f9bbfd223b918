import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** What scripts/real-parts.mjs makes. */
export type PartName =
  /** Programs. */
  | "node-22"
  | "node-24"
  /** AWS's Runtime Interface Emulator. */
  | "aws-lambda-rie"
  /** The file that Node.js starts. */
  | "aws-lambda-ric"
  /** A folder for PYTHONPATH. */
  | "awslambdaric"
  /** A folder for PYTHONPATH, with the module moto.server and the program bin/cfn-lint. */
  | "moto"
  | "cfn-lint"
  /** The reference function: folders with `bootstrap`, and one with `lib/*.jar`. */
  | "function-go"
  | "function-rust"
  | "function-java"
  /** Layers. */
  | "extension-events"
  | "extension-telemetry"
  | "extension-logs"
  | "lambda-web-adapter";

/** Where a part is, or why there is none. */
type Part = { readonly path: string } | { readonly reason: string };

const script = fileURLToPath(new URL("../../scripts/real-parts.mjs", import.meta.url));
const parts = z
  .record(z.string(), z.union([z.object({ path: z.string() }), z.object({ reason: z.string() })]))
  .parse(JSON.parse(execFileSync(process.execPath, [script, "--list"], { encoding: "utf8" })));

/** Why tests that need these parts are skipped: undefined when all are there, or when nothing may be skipped. */
export function skipReason(names: readonly PartName[]): string | undefined {
  const reasons = names.map(part).flatMap((found) => ("reason" in found ? [found.reason] : []));
  return reasons.length === 0 || process.env.THAW_REQUIRE_ALL ? undefined : reasons.join("; ");
}

/** The path of a part, all of which are absolute. @throws Error with the reason when there is none. */
export function partPath(name: PartName): string {
  const found = part(name);
  if ("reason" in found) {
    throw new Error(`${name}: ${found.reason}`);
  }
  return found.path;
}

function part(name: PartName): Part {
  return parts[name] ?? { reason: `${name} is no part of scripts/real-parts.mjs` };
}
