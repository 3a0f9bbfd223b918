import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { InvocationOptions, InvocationWay, Reply } from "./invocation.ts";
import { stampCall } from "./timed-call.ts";

/** Waits for the answer. */
export const syncWay: InvocationWay = {
  action: "lambda:InvokeFunction",
  givesTail: true,
  send: (options) => invoke(options, "RequestResponse"),
};

/**
 * Leaves an event; the function runs later, and Lambda itself runs it again where it fails: then an environment may
 * answer that was not cold, and is taken again.
 */
export const asyncWay: InvocationWay = {
  action: "lambda:InvokeFunction",
  givesTail: false,
  send: (options) => invoke(options, "Event"),
};

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
