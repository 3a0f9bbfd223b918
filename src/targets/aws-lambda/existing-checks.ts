import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Variant } from "../../plan/variant.ts";
import { PreparationError, UnavailableError } from "../../shared/errors.ts";
import { isRefused } from "./call-errors.ts";
import type { FunctionCopy } from "./function-copy.ts";
import type { FunctionState } from "./function-state.ts";
import { readable } from "./restore-function.ts";

/** The function as it is. @throws UnavailableError when there is none, or its variables cannot be read. */
export async function findExisting(copy: FunctionCopy, arn: string): Promise<FunctionState> {
  try {
    return readable(arn, await copy.whenActive());
  } catch (error) {
    throw isRefused(error, "missing")
      ? new UnavailableError(`--function: expected a function that exists, got ${arn}`)
      : error;
  }
}

/** `arn:aws:lambda:eu-west-1:123456789012:function:hello`, or with a version behind it. */
export function nameIn(arn: string): string {
  const [name, qualifier] = arn.split(":").slice(6);
  if (name === undefined || name === "" || !arn.startsWith("arn:") || qualifier !== undefined) {
    throw new UnavailableError(
      `--function: expected the ARN of a function without a version, got ${arn}`,
      "it looks like arn:aws:lambda:eu-west-1:123456789012:function:name",
    );
  }
  return name;
}

/** @throws PreparationError where it is not what a variant needs; UnavailableError for what is not done with it. */
export function refuseOther({ Runtime, Architectures }: FunctionConfiguration, variant: Variant): void {
  const architecture = Architectures?.[0] ?? "x86_64";
  if (Runtime !== undefined && Runtime !== variant.runtime) {
    throw new PreparationError(
      `--function: expected a function of ${variant.runtime}, got one of ${Runtime}`,
    );
  }
  if (architecture !== variant.architecture) {
    throw new PreparationError(
      `--function: expected a function for ${variant.architecture}, got one for ${architecture}`,
    );
  }
  const { method = "config-update", invoke, provisioned = 0 } = variant.lambda ?? {};
  if (variant.snapStart || provisioned > 0 || method !== "config-update") {
    throw new UnavailableError(
      `--function: an existing function is brought to cold starts by config-update alone`,
      "versions of it would stay behind",
    );
  }
  if (invoke === "url") {
    throw new UnavailableError(
      "--function: an existing function is given no URL",
      "use sync, stream or async",
    );
  }
}
