import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** A file of this name in /opt turns extensions off. Source: AWS's emulator, `internal/lambda/extensions`. */
export const killSwitch = "disable-extensions-jwigqn8j";

/**
 * The external extensions of merged layers: every file in `extensions/` that is no folder, in the order of the names; whether
 * it can be run shows when it is. Undefined where the layers disable extensions.
 */
export async function listExtensions(optRoot: string): Promise<readonly string[] | undefined> {
  if ((await stat(join(optRoot, killSwitch)).catch(() => undefined)) !== undefined) {
    return undefined;
  }
  const folder = join(optRoot, "extensions");
  const names = await readdir(folder).catch(() => []);
  const isFile = await Promise.all(
    names.map(async (name) => !(await stat(join(folder, name)).catch(() => undefined))?.isDirectory()),
  );
  return extensionNames(names.filter((_, index) => isFile[index]));
}

/** Names of extensions in the order in which they are started. */
export function extensionNames(names: readonly string[]): readonly string[] {
  return [...names].sort(byBytes);
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
