import { randomUUID } from "node:crypto";
import type { EnvironmentOptions } from "../../environment/environment.ts";
import type { Variant } from "../../plan/variant.ts";
import { placeholderCredentials } from "../../runtimes/variables.ts";
import type { Clock } from "../../shared/clock.ts";
import { account, functionArnOf, functionNameOf } from "./function-identity.ts";

/** How long credentials of a snapshot are valid for: those of Lambda, some hours. */
const credentialsMs = 6 * 60 * 60 * 1000;

/** What an environment of a variant is made of, beside its sandbox. */
export function environmentOptions(variant: Variant, clock: Clock): Omit<EnvironmentOptions, "sandbox"> {
  const { handler = "", memoryMb, timeoutSeconds, emulation, recycle, environment } = variant;
  return {
    clock,
    functionArn: functionArnOf(variant),
    facts: { functionName: functionNameOf(variant), functionVersion: "$LATEST", handler, accountId: account },
    memoryMb,
    timeoutSeconds,
    logFormat: environment.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON" ? "JSON" : "Text",
    snapStart: variant.snapStart
      ? {
          authorizationToken: randomUUID(),
          credentials: () => ({
            ...placeholderCredentials,
            expiration: new Date(clock.date().getTime() + credentialsMs),
          }),
        }
      : undefined,
    emulation,
    recycle,
  };
}
