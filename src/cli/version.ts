import { readFileSync } from "node:fs";

/** The version of thaw, from its package.json. */
export const harnessVersion: string = versionOf(
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")),
);

function versionOf(manifest: unknown): string {
  const version =
    manifest !== null && typeof manifest === "object" && "version" in manifest ? manifest.version : undefined;
  return typeof version === "string" ? version : "unknown";
}
