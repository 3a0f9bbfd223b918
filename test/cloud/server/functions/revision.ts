import { AwsError } from "../aws-error.ts";
import type { Context } from "../context.ts";
import type { StoredFunction } from "../state.ts";
import { stateOf } from "./deployed.ts";

/** @throws AwsError where the function is not what the caller thinks it is */
export function checkRevision(context: Context, fn: StoredFunction, revisionId: string | undefined): void {
  const current = fn.latest.revisionIds[stateOf(fn.latest, context.nowMs()) === "ready" ? 1 : 0];
  if (revisionId !== undefined && revisionId !== current) {
    throw new AwsError(
      412,
      "PreconditionFailedException",
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
      { fields: { Type: "User" } },
    );
  }
}
