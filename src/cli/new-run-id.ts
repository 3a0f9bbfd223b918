import { randomBytes } from "node:crypto";
import { runIdOf } from "../samples/run-directory.ts";
import type { Host } from "./host.ts";

/** A name for a run that begins now. */
export function newRunId({ clock }: Pick<Host, "clock">): string {
  return runIdOf(clock.date(), () => randomBytes(2).toString("hex"));
}
