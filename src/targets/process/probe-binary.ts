import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { RuntimeVersion } from "../../runtimes/version.ts";

/** A language runtime on this machine. */
export interface RuntimeBinary {
  /** The program itself: never a version manager's shim, whose own start would be measured with it. */
  readonly path: string;
  /** As it says of itself, e.g. `v20.20.2`, `3.13.0`. */
  readonly version: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Asks a program what version it is and where it really lies. Undefined when it does not run, as a shim of a version
 * that is not installed does not.
 */
export async function probeBinary(
  path: string,
  family: RuntimeVersion["family"],
  environment: Environment,
): Promise<RuntimeBinary | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, questions[family], {
      env: environment,
      timeout: 10_000,
    });
    const [version, real] = stdout.trim().split("\n");
    return version && real ? { path: real, version } : undefined;
  } catch {
    return undefined;
  }
}

const questions = {
  nodejs: ["-e", "console.log(process.version + '\\n' + process.execPath)"],
  // The interpreter under a virtual environment: on Lambda there are no packages but the function's.
  python: [
    "-c",
    "import sys; print('.'.join(map(str, sys.version_info[:3]))); print(getattr(sys, '_base_executable', '') or sys.executable)",
  ],
} as const;
