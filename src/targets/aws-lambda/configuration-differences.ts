import type { FunctionConfiguration, UpdateFunctionConfigurationCommandInput } from "@aws-sdk/client-lambda";
import { canonicalJson } from "../../shared/digest.ts";

/** What changes with every update, or by AWS's own doing. */
const volatile = new Set([
  "$metadata",
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

/** Fields in which two configurations of a function differ; of variables their names, never a value. */
export function differencesOf(
  before: FunctionConfiguration,
  after: FunctionConfiguration,
): readonly string[] {
  const { Environment: variablesBefore, ...restBefore } = before;
  const { Environment: variablesAfter, ...restAfter } = after;
  return [
    ...differentKeys(restBefore, restAfter).filter((key) => !volatile.has(key)),
    ...differentKeys(variablesBefore?.Variables ?? {}, variablesAfter?.Variables ?? {}).map(
      (name) => `variable ${name}`,
    ),
  ];
}

/** The update that brings back all that thaw may have changed. */
export function restoringInput({
  Description,
  Environment,
  EphemeralStorage,
  MemorySize,
  Timeout,
}: FunctionConfiguration): Omit<UpdateFunctionConfigurationCommandInput, "FunctionName"> {
  return {
    Description: Description ?? "",
    Environment: { Variables: Environment?.Variables ?? {} },
    EphemeralStorage: { Size: EphemeralStorage?.Size ?? 512 },
    MemorySize,
    Timeout,
  };
}

function differentKeys(one: object, other: object): readonly string[] {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.filter(
    (key) => canonicalJson(Reflect.get(one, key)) !== canonicalJson(Reflect.get(other, key)),
  );
}
