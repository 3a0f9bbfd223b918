import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxInitFolder } from "../../runtimes/sandbox-init.ts";
import { fieldOf } from "../../shared/field-of.ts";

/**
 * The program that is the first process of a sandbox, for an architecture; built from scripts/sandbox-init. @throws Error when
 * its bytes are not those that were shipped.
 */
export function initProgram(architecture: string): string {
  const path = join(sandboxInitFolder, `sandbox-init-${architecture}`);
  const digests: unknown = JSON.parse(readFileSync(join(sandboxInitFolder, "digests.json"), "utf8"));
  const expected = fieldOf(fieldOf(digests, architecture), "sha256");
  const found = createHash("sha256").update(readFileSync(path)).digest("hex");
  if (expected !== found) {
    throw new Error(`${path}: expected SHA-256 ${String(expected)}, got ${found}`);
  }
  return path;
}
