import { execFileSync } from "node:child_process";

/** Major and minor version of the Python that is installed here; `none` where there is none. */
export function pythonVersion() {
  try {
    const code = "import sys; print('%d.%d' % sys.version_info[:2])";
    return execFileSync("python3", ["-c", code], { encoding: "utf8" }).trim();
  } catch {
    return "none";
  }
}
