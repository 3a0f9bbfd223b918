import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Takes away what a killed thaw had mounted in its work folder: a removal stops there. Never throws. */
export function unmountBelow(folder: string): void {
  try {
    const paths = readFileSync("/proc/self/mounts", "utf8").split("\n").map(mountPoint);
    for (const path of paths.filter((path) => path?.startsWith(`${folder}/`))) {
      execFileSync("umount", ["--lazy", String(path)], { stdio: "ignore" });
    }
  } catch {
    // No /proc, or no right to: then nothing of ours was mounted.
  }
}

/** Spaces are written as octal numbers there. */
function mountPoint(line: string): string | undefined {
  return line
    .split(" ")[1]
    ?.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
