import type { FunctionConfiguration, UpdateFunctionConfigurationCommandInput } from "@aws-sdk/client-lambda";
import { canonicalJson } from "../../shared/digest.ts";
import { defaultStorage, differencesOf } from "./configuration-differences.ts";
import { coldVariable } from "./function-input.ts";

/** What thaw gives to an existing function: a variant's limits and variables. */
export type GivenSettings = Pick<
  UpdateFunctionConfigurationCommandInput,
  "Environment" | "EphemeralStorage" | "MemorySize" | "Timeout"
>;

/** How a function comes back to what it was. */
export interface Restoring {
  /** The update that undoes what thaw has changed; undefined where nothing is left of it. */
  readonly input: GivenSettings | undefined;
  /** What is neither as it was nor as thaw has set it: somebody else did, and it stays. Names, never a value. */
  readonly others: readonly string[];
}

/**
 * What became of a function since it was `before`, as thaw has `given` it settings meanwhile. A setting that has a value which
 * thaw gave it is thaw's to undo; any other is somebody else's.
 */
export function restoringOf(
  before: FunctionConfiguration,
  given: readonly GivenSettings[],
  now: FunctionConfiguration,
): Restoring {
  const settings = {
    MemorySize: settingOf("MemorySize", before, given, now),
    Timeout: settingOf("Timeout", before, given, now),
    EphemeralStorage: settingOf("EphemeralStorage", before, given, now) ?? defaultStorage,
    Environment: { Variables: variablesOf(before, given, now) },
  };
  const restored = { ...now, ...settings };
  const isLikeNow = differencesOf(now, restored).length === 0;
  return { input: isLikeNow ? undefined : settings, others: differencesOf(before, restored) };
}

type PlainSetting = Exclude<keyof GivenSettings, "Environment">;

function settingOf<Name extends PlainSetting>(
  name: Name,
  before: FunctionConfiguration,
  given: readonly GivenSettings[],
  now: FunctionConfiguration,
): FunctionConfiguration[Name] {
  const isThaws = given.some((settings) => canonicalJson(settings[name]) === canonicalJson(now[name]));
  return isThaws ? before[name] : now[name];
}

function variablesOf(
  before: FunctionConfiguration,
  given: readonly GivenSettings[],
  now: FunctionConfiguration,
): Record<string, string> {
  const own = before.Environment?.Variables ?? {};
  const restored = Object.entries(now.Environment?.Variables ?? {}).map(([name, value]) => {
    const isThaws =
      name === coldVariable || given.some(({ Environment }) => Environment?.Variables?.[name] === value);
    return [name, isThaws ? own[name] : value] as const;
  });
  return Object.fromEntries(
    restored.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
