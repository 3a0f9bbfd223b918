import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { UnavailableError } from "../../shared/errors.ts";
import type { Calls } from "./calls.ts";
import { type ClientOptions, identityClient, openConnections } from "./clients.ts";
import type { RegionOptions } from "./lambda-options.ts";

/**
 * ARN of the role that functions are given: the one that is named, else `thaw-function` of the account whose credentials
 * these are. @throws UnavailableError for a name that is no ARN of a role; as `Calls.make`.
 */
export async function functionRole(
  { roleArn, hostEnvironment }: RegionOptions,
  calls: Calls,
  clientOptions: ClientOptions,
  signal: AbortSignal,
): Promise<string> {
  const named = roleArn ?? (hostEnvironment.THAW_LAMBDA_ROLE || undefined);
  if (named !== undefined) {
    if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(named)) {
      throw new UnavailableError(
        `THAW_LAMBDA_ROLE: expected the ARN of a role, got ${named}`,
        "arn:aws:iam::ACCOUNT:role/NAME",
      );
    }
    return named;
  }
  const connections = openConnections(1);
  const identity = identityClient(clientOptions, connections);
  try {
    const { Account: account, Arn: arn } = await calls.make({
      action: "sts:GetCallerIdentity",
      kind: "other",
      signal,
      send: (abortSignal) => identity.send(new GetCallerIdentityCommand({}), { abortSignal }),
    });
    const partition = arn?.split(":")[1] ?? "aws";
    return `arn:${partition}:iam::${account}:role/thaw-function`;
  } finally {
    connections.destroy();
  }
}
