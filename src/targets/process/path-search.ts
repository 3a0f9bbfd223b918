import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
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

/** True for what a kernel can execute by itself: a script with a #! line, or a program of Linux (ELF) or macOS (Mach-O). */
export function isProgram(path: string): boolean {
  const start = Buffer.alloc(4);
  const file = openSync(path, "r");
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return start.toString("latin1", 0, 2) === "#!" || programMagics.includes(start.toString("hex"));
}

const programMagics = ["7f454c46", "cffaedfe", "cafebabe"];
