import type { Variant } from "../../plan/variant.ts";
import { UnavailableError } from "../../shared/errors.ts";
import type { InvocationWay } from "./invocation.ts";
import { streamWay } from "./invoke-stream.ts";
import { asyncWay, syncWay } from "./invoke-sync.ts";
import { urlWay } from "./invoke-url.ts";

/** How a variant is invoked. @throws UnavailableError for what Lambda does not have. */
export function wayOf({ lambda, snapStart }: Variant): InvocationWay {
  const { invoke = "sync" } = lambda ?? {};
  switch (invoke) {
    case "sync":
      return syncWay;
    case "async":
      return asyncWay();
    case "stream":
      return streamWay;
    case "url":
      refuseVersions(snapStart || (lambda?.provisioned ?? 0) > 0, lambda?.method);
      return urlWay();
    default:
      return invoke satisfies never;
  }
}

/** A URL leads to the function as it is, or to an alias: never to a version alone. */
function refuseVersions(needsVersion: boolean, method: string | undefined): void {
  if (needsVersion || method === "published-version") {
    throw new UnavailableError(
      `lambda.invoke url: expected a method without versions, got ${needsVersion ? "snapStart or provisioned" : method}`,
      "use sync or stream",
    );
  }
}
