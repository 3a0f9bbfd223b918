import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxInitFolder } from "../../runtimes/sandbox-init.ts";

/**
 * The program that is the first process of a sandbox, for an architecture; built from scripts/sandbox-init. @throws Error when
 * its bytes are not those that were shipped.
 */
export function initProgram(architecture: string): string {
  const path = join(sandboxInitFolder, `sandbox-init-${architecture}`);
  const digests: unknown = JSON.parse(readFileSync(join(sandboxInitFolder, "digests.json"), "utf8"));
  const expected = shaOf(digests, architecture);
  const found = createHash("sha256").update(readFileSync(path)).digest("hex");
  if (expected !== found) {
    throw new Error(`${path}: expected SHA-256 ${String(expected)}, got ${found}`);
  }
  return path;
}

function shaOf(digests: unknown, architecture: string): unknown {
  const entry =
    digests !== null && typeof digests === "object" ? Reflect.get(digests, architecture) : undefined;
  return entry !== null && typeof entry === "object" ? Reflect.get(entry, "sha256") : undefined;
}
