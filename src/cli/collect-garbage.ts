import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A function that collects the harness's young garbage at once, so that it is not collected inside a phase. */
export function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return typeof collect === "function" ? () => collect({ type: "minor" }) : () => {};
}
