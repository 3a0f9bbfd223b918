import { fileURLToPath } from "node:url";
import type { SandboxFactory } from "../../src/conformance/lab.ts";
import { type Bench, variantOf } from "./fixture.ts";

/** Sandboxes of the runtime in test/conformance-runtime: the sound one, or one with a fault of faults.mjs. */
export async function conformanceRuntime(bench: Bench, fault = ""): Promise<SandboxFactory> {
  const code = fileURLToPath(new URL("../conformance-runtime", import.meta.url));
  const bootstrap = [process.execPath, "bootstrap.mjs"];
  const variant = variantOf({ runtime: "provided.al2023", code, bootstrap, environment: { FAULT: fault } });
  const sandboxes = await bench.target.prepareSandboxes(variant, new AbortController().signal);
  return async (environment) => sandboxes(environment);
}
