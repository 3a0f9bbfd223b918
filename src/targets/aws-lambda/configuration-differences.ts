import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { canonicalJson } from "../../shared/digest.ts";

/** What changes with every update, or by AWS's own doing. */
const volatile = new Set([
  "$metadata",
  "ConfigSha256",
  "LastModified",
  "LastUpdateStatus",
  "LastUpdateStatusReason",
  "LastUpdateStatusReasonCode",
  "RevisionId",
  "RuntimeVersionConfig",
  "State",
  "StateReason",
  "StateReasonCode",
]);

/** What a function has that says nothing of it; what stands in for AWS may not tell it. */
export const defaultStorage = { Size: 512 };

/** Fields in which two configurations of a function differ; of variables their names, never a value. */
export function differencesOf(
  before: FunctionConfiguration,
  after: FunctionConfiguration,
): readonly string[] {
  const { Environment: variablesBefore, ...restBefore } = before;
  const { Environment: variablesAfter, ...restAfter } = after;
  return [
    ...differentKeys(
      { EphemeralStorage: defaultStorage, ...restBefore },
      { EphemeralStorage: defaultStorage, ...restAfter },
    ).filter((key) => !volatile.has(key)),
    ...differentKeys(variablesBefore?.Variables ?? {}, variablesAfter?.Variables ?? {}).map(
      (name) => `variable ${name}`,
    ),
  ];
}

function differentKeys(one: object, other: object): readonly string[] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.filter(
    (key) => canonicalJson(Reflect.get(one, key)) !== canonicalJson(Reflect.get(other, key)),
  );
}
