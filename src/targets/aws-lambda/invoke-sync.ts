import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { FunctionCopy } from "./function-copy.ts";
import type { InvocationOptions, InvocationWay, Reply } from "./invocation.ts";
import { stampCall } from "./timed-call.ts";
import { withoutRetries } from "./without-retries.ts";

/** Waits for the answer. */
export const syncWay: InvocationWay = {
  action: "lambda:InvokeFunction",
  givesTail: true,
  send: (options) => invoke(options, "RequestResponse"),
};

/**
 * Leaves an event; the function runs later. Lambda itself would run one that fails twice more, under the same name and minutes later:
 * functions of ours are told not to.
 */
export function asyncWay(): InvocationWay {
  const ready = new Set<string>();
  const runOnce = async (copy: FunctionCopy, version: string | undefined, signal: AbortSignal) => {
    const key = `${copy.name}:${version ?? ""}`;
    if (!ready.has(key)) {
      await withoutRetries(copy, version, signal);
      ready.add(key);
    }
  };
  return {
    action: "lambda:InvokeFunction",
    givesTail: false,
    ready: (copy, signal) => runOnce(copy, undefined, signal),
    readyVersion: runOnce,
    send: (options) => invoke(options, "Event"),
  };
}

async function invoke(
  { copy, version, payload, tail, signal }: InvocationOptions,
  type: "RequestResponse" | "Event",
): Promise<Reply> {
  const answered = type === "RequestResponse";
  const command = new InvokeCommand({
    FunctionName: copy.name,
    InvocationType: type,
    Payload: payload,
    ...(version === undefined ? {} : { Qualifier: version }),
    ...(tail && answered ? { LogType: "Tail" } : {}),
  });
  const { clock } = copy.region;
  const times = stampCall(command.middlewareStack, clock);
  const answer = await copy.line.client.send(command, { abortSignal: signal });
  return {
    requestId: answer.$metadata.requestId ?? "",
    roundTripMs: (times.arrivedMs ?? 0) - (times.departedMs ?? 0),
    functionError: answer.FunctionError,
    payload: answer.Payload ?? new Uint8Array(),
    logResult: answer.LogResult,
    answered,
  };
}
