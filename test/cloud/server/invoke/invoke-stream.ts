import type { Handler } from "../handler.ts";
import { eventMessage } from "./event-stream.ts";
import { checkPayload, runningOf } from "./invoke.ts";
import { runFunction } from "./run-function.ts";
import { tailOf } from "./tail.ts";

/** Bytes of a piece of an answer. */
const pieceBytes = 16 * 1024;

/** POST /2021-11-15/functions/{name}/response-streaming-invocations */
export const invokeWithResponseStream: Handler = async (asked) => {
  const { context, request } = asked;
  checkPayload(request.body, 6 * 2 ** 20);
  const { body, error, log, version } = await runFunction(context, runningOf(asked, "stream"));
  const answer = error === undefined ? Buffer.from(body) : Buffer.alloc(0);
  const complete = {
    ...(error === undefined ? {} : { ErrorCode: error.header, ErrorDetails: body }),
    ...(request.headers["x-amz-log-type"] === "Tail" ? { LogResult: tailOf(context, log) } : {}),
  };
  return {
    status: 200,
    headers: {
      "content-type": "application/vnd.amazon.eventstream",
      "x-amzn-remapped-content-type": "application/octet-stream",
      "x-amz-executed-version": version,
    },
    pieces: messages(answer, complete),
  };
};

async function* messages(answer: Buffer, complete: unknown): AsyncGenerator<Buffer> {
  for (let begin = 0; begin < answer.length; begin += pieceBytes) {
    const headers = {
      ":event-type": "PayloadChunk",
      ":content-type": "application/octet-stream",
      ":message-type": "event",
    };
    yield eventMessage(headers, answer.subarray(begin, begin + pieceBytes));
  }
  const headers = {
    ":event-type": "InvokeComplete",
    ":content-type": "application/json",
    ":message-type": "event",
  };
  yield eventMessage(headers, Buffer.from(JSON.stringify(complete)));
}
