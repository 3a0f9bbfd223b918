import type { LambdaClient } from "@aws-sdk/client-lambda";
import { fieldOf } from "../../shared/field-of.ts";

/** Names of AWS's own hosts, in all of its partitions. Source: partitions.json of AWS's SDKs. */
const ownHosts =
  /\.(amazonaws\.com(\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk)$/;

/**
 * Looks whom a client really talks to, as an endpoint may be named in many places: options, variables, profiles.
 * @returns the URL of what stands in for AWS; undefined where it is AWS, or nobody was asked yet.
 */
export function watchHost(lambda: LambdaClient): () => string | undefined {
  let url: string | undefined;
  lambda.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      const host = String(fieldOf(request, "hostname"));
      const port = fieldOf(request, "port");
      if (!ownHosts.test(host)) {
        url = `${fieldOf(request, "protocol")}//${host}${port === undefined ? "" : `:${port}`}`;
      }
      return next(args);
    },
    { step: "deserialize", priority: "low", name: "thawHost" },
  );
  return () => url;
}
