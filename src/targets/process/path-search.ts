import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** Every executable file of a name on a PATH, in its order; empty parts of the PATH are left out. */
export function findOnPath(name: string, path: string | undefined): readonly string[] {
  return (path ?? "")
    .split(":")
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .filter(isExecutableFile);
}

/** True for a file that this user may execute. */
export function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** True for anything at a path but a folder. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
