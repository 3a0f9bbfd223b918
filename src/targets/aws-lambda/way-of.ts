import type { Variant } from "../../plan/variant.ts";
import { UnavailableError } from "../../shared/errors.ts";
import type { InvocationWay } from "./invocation.ts";
import { streamWay } from "./invoke-stream.ts";
import { asyncWay, syncWay } from "./invoke-sync.ts";

/** How a variant is invoked. @throws UnavailableError for what is not part of this version. */
export function wayOf({ lambda }: Variant): InvocationWay {
  const { invoke = "sync" } = lambda ?? {};
  switch (invoke) {
    case "sync":
      return syncWay;
    case "async":
      return asyncWay;
    case "stream":
      return streamWay;
    case "url":
      throw new UnavailableError(
        "lambda.invoke url is not part of this version",
        "use sync, stream or async",
      );
    default:
      return invoke satisfies never;
  }
}
