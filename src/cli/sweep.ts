import { messageOf } from "../shared/errors.ts";
import type { Host } from "./host.ts";
import type { Output } from "./output.ts";

/** Ends what a killed thaw left running and removes its files. Never stands in the way of the command itself. */
export async function sweep(host: Host, output: Output): Promise<void> {
  const { sweepLeftovers } = await import("../targets/local/sessions.ts");
  try {
    const swept = await sweepLeftovers(host.cacheFolder);
    if (swept > 0) {
      output.note(
        `cleaned up after ${swept} thaw ${swept === 1 ? "process that was" : "processes that were"} killed`,
      );
    }
  } catch (error) {
    output.warn(`could not clean up after an earlier run: ${messageOf(error)}`);
  }
}
