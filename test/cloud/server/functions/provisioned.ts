import { z } from "zod";
import { AwsError, invalid } from "../aws-error.ts";
import type { Context } from "../context.ts";
import type { Asked, Handler } from "../handler.ts";
import { json, noContent } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { Provisioned } from "../state.ts";
import { type Found, findFunction } from "./find.ts";
import { parseInput } from "./settings.ts";

const provisionedInput = z.object({ ProvisionedConcurrentExecutions: z.int().min(1) });

/** PUT /2019-09-30/functions/{name}/provisioned-concurrency */
export const putProvisionedConcurrencyConfig: Handler = (asked) => {
  const count = parseInput(provisionedInput, jsonOf(asked.request)).ProvisionedConcurrentExecutions;
  const { fn, deployed } = found(asked);
  const readyAtMs = asked.context.nowMs() + asked.context.timing.provisionMs;
  const provisioned = { count, readyAtMs, modifiedAt: new Date(), stocked: false };
  fn.provisioned.set(deployed.version, provisioned);
  return json(configOf(asked.context, provisioned), 202);
};

/** GET /2019-09-30/functions/{name}/provisioned-concurrency */
export const getProvisionedConcurrencyConfig: Handler = (asked) =>
  json(configOf(asked.context, configured(asked).provisioned));

/** DELETE /2019-09-30/functions/{name}/provisioned-concurrency: its environments go with it. */
export const deleteProvisionedConcurrencyConfig: Handler = (asked) => {
  const { fn, deployed } = configured(asked);
  fn.provisioned.delete(deployed.version);
  const others = deployed.idle.filter(({ birth }) => birth !== "provisioned");
  deployed.idle.splice(0, deployed.idle.length, ...others);
  return noContent;
};

function configOf({ nowMs }: Context, { count, readyAtMs, modifiedAt }: Provisioned) {
  const ready = nowMs() >= readyAtMs;
  return {
    RequestedProvisionedConcurrentExecutions: count,
    AvailableProvisionedConcurrentExecutions: ready ? count : 0,
    AllocatedProvisionedConcurrentExecutions: ready ? count : 0,
    Status: ready ? "READY" : "IN_PROGRESS",
    LastModified: modifiedAt.toISOString().replace("Z", "+0000"),
  };
}

/** @throws AwsError for `$LATEST` */
function found({ context, region, request, params }: Asked): Found {
  const found = findFunction(context, region, params[0] ?? "", request.query.get("Qualifier"));
  if (found.deployed.version === "$LATEST") {
    throw invalid("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  }
  return found;
}

/** @throws AwsError where there is no configuration */
function configured(asked: Asked): Found & { readonly provisioned: Provisioned } {
  const version = found(asked);
  const provisioned = version.fn.provisioned.get(version.deployed.version);
  if (provisioned === undefined) {
    throw new AwsError(
      404,
      "ProvisionedConcurrencyConfigNotFoundException",
      "No Provisioned Concurrency Config found for this function",
    );
  }
  return { ...version, provisioned };
}
