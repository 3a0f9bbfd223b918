import { conflict, notFound } from "../aws-error.ts";
import type { Context } from "../context.ts";
import { functionArn, parseFunctionName } from "../function-name.ts";
import type { Deployed, Region, StoredFunction } from "../state.ts";
import { stateOf } from "./deployed.ts";

/** A function and the version of it that a request means. */
export interface Found {
  readonly fn: StoredFunction;
  readonly deployed: Deployed;
  readonly qualifier: string | undefined;
}

/** @throws AwsError when there is no such function or version */
export function findFunction(
  context: Context,
  region: Region,
  nameText: string,
  qualifierText?: string | null,
): Found {
  const { name, qualifier } = parseFunctionName(nameText, qualifierText);
  const fn = region.functions.get(name);
  const deployed =
    qualifier === undefined || qualifier === "$LATEST" ? fn?.latest : fn?.versions.get(qualifier);
  if (fn === undefined || deployed === undefined) {
    const arn = functionArn(region.name, context.options.accountId, name, qualifier);
    throw notFound(`Function not found: ${arn}`);
  }
  return { fn, deployed, qualifier };
}

/** Changes and versions have to wait. @throws AwsError while a function is made or updated */
export function checkReady(context: Context, fn: StoredFunction): void {
  const state = stateOf(fn.latest, context.nowMs());
  if (state === "Pending") {
    throw conflict(
      "The operation cannot be performed at this time. The function is currently in the following state: Pending",
    );
  }
  if (state === "InProgress") {
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${fn.arn}`,
    );
  }
}
