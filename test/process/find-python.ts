import { execFileSync } from "node:child_process";

/** The runtime identifier of the Python that is installed here, or undefined. */
export const ownPython = findPython();

function findPython(): string | undefined {
  try {
    const code = "import sys; print('python%d.%d' % sys.version_info[:2])";
    return execFileSync("python3", ["-c", code], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** Skips what needs Python where there is none, unless nothing may be skipped. */
export const withoutPython = ownPython === undefined && process.env.THAW_REQUIRE_ALL === undefined;
