import type { Variant } from "../../plan/variant.ts";
import { UnavailableError } from "../../shared/errors.ts";
import type { Attempt } from "./invocation.ts";
import { invokeAsync, invokeSync } from "./invoke-sync.ts";

/** How a variant is invoked. @throws UnavailableError for what is not part of this version. */
export function attemptOf({ lambda }: Variant): Attempt {
  const { invoke = "sync" } = lambda ?? {};
  switch (invoke) {
    case "sync":
      return invokeSync;
    case "async":
      return invokeAsync;
    case "stream":
    case "url":
      throw new UnavailableError(`lambda.invoke ${invoke} is not part of this version`, "use sync or async");
    default:
      return invoke satisfies never;
  }
}
