import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamResponseEvent,
} from "@aws-sdk/client-lambda";
import type { InvocationOptions, InvocationWay, Reply } from "./invocation.ts";
import { stampStream } from "./timed-call.ts";

/** Waits for an answer that comes in pieces. */
export const streamWay: InvocationWay = {
  action: "lambda:InvokeFunction",
  givesTail: true,
  send: invokeStream,
};

async function invokeStream({ copy, version, payload, tail, signal }: InvocationOptions): Promise<Reply> {
  const command = new InvokeWithResponseStreamCommand({
    FunctionName: copy.name,
    Payload: payload,
    ...(version === undefined ? {} : { Qualifier: version }),
    ...(tail ? { LogType: "Tail" } : {}),
  });
  const times = stampStream(command.middlewareStack, copy.region.clock);
  const answer = await copy.line.client.send(command, { abortSignal: signal });
  const end = await readEvents(answer.EventStream ?? []);
  return {
    requestId: answer.$metadata.requestId ?? "",
    roundTripMs: (times.arrivedMs ?? copy.region.clock.nowMs()) - (times.departedMs ?? 0),
    answered: true,
    ...end,
  };
}

/** @throws Error when the stream ends before Lambda says that the invocation did. */
async function readEvents(
  events: AsyncIterable<InvokeWithResponseStreamResponseEvent> | readonly [],
): Promise<Pick<Reply, "payload" | "functionError" | "logResult">> {
  const pieces: Uint8Array[] = [];
  for await (const { PayloadChunk: chunk, InvokeComplete: complete } of events) {
    if (chunk?.Payload !== undefined) {
      pieces.push(chunk.Payload);
    }
    if (complete !== undefined) {
      const { ErrorCode: functionError, ErrorDetails: details = "", LogResult: logResult } = complete;
      const payload = functionError === undefined ? Buffer.concat(pieces) : Buffer.from(details);
      return { payload, functionError, logResult };
    }
  }
  throw Object.assign(new Error("the response stream ended early"), { code: "ECONNRESET" });
}
