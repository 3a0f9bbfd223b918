import type { IncomingHttpHeaders } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { answeredId } from "../api-call.ts";
import { action, answerTo, expectSame, parsed, shownAnswer, textOf } from "../asking.ts";
import type { Check, CheckGroup } from "../check.ts";
import type { Lab } from "../lab.ts";
import { source } from "../sources.ts";
import type { Exchange } from "../tested-runtime.ts";
import { NotApplicable, Unmet } from "../unmet.ts";

const payload = { parts: ["the first half of a stream", 1, null, "and the second: grüß 😀"] };
/** Between the halves the function waits 100 ms. */
const leastSpanMs = 50;

/** Response streaming: an optional feature. */
export const streaming: CheckGroup = {
  title: "Response streaming",
  checks: [
    stream(
      "stream-answer",
      "A streamed response arrives whole",
      "Lambda returns the response payload in chunks.",
      ({ text }) => {
        // An answer to an HTTP request: its head as JSON, eight NULs, its body.
        const body = text.slice(text.lastIndexOf("\0") + 1);
        expectSame(parsed(body), payload);
      },
    ),
    stream(
      "stream-mode",
      "It has the header Lambda-Runtime-Function-Response-Mode: streaming",
      "Set the Lambda-Runtime-Function-Response-Mode HTTP header to streaming.",
      ({ headers }) => {
        expectSame(headers["lambda-runtime-function-response-mode"], "streaming");
      },
    ),
    stream(
      "stream-chunked",
      "It has the header Transfer-Encoding: chunked",
      "Set the Transfer-Encoding header to chunked.",
      ({ headers }) => expectSame(headers["transfer-encoding"]?.toLowerCase(), "chunked"),
    ),
    stream(
      "stream-early",
      "Its first bytes leave before the function has made the last",
      "The response and error endpoints have slightly modified behavior that lets the runtime stream partial responses to the client and return payloads in chunks.",
      ({ exchange }) => {
        const { firstByteAtMs = 0, answeredAtMs = 0 } = exchange.progress;
        const spanMs = answeredAtMs - firstByteAtMs;
        if (spanMs < leastSpanMs) {
          const expected = "the first half 100 ms before the second";
          throw new Unmet(expected, `${spanMs.toFixed(1)} ms from the first byte to the last`);
        }
      },
    ),
    stream(
      "stream-trailers",
      "It declares the trailers in which an error within the stream would be told",
      "To attach trailing headers, the runtime must set the Trailer header value at the beginning of the HTTP request.",
      ({ headers }) => {
        const declared = (headers.trailer ?? "").toLowerCase();
        const names = ["lambda-runtime-function-error-type", "lambda-runtime-function-error-body"];
        if (!names.every((name) => declared.includes(name))) {
          throw new Unmet(`Trailer: ${names.join(", ")}`, declared === "" ? "no Trailer header" : declared);
        }
      },
    ),
  ],
};

interface Streamed {
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
  readonly exchange: Exchange;
}

function stream(id: string, title: string, sentence: string, expect: (streamed: Streamed) => void): Check {
  return {
    id,
    title,
    contract: { sentence, source: source.customRuntime },
    requirement: "optional",
    needs: "convention",
    run: async (lab) => expect(await streamedBy(lab)),
  };
}

async function streamedBy(lab: Lab): Promise<Streamed> {
  const event = action("stream", { payload });
  const { answer, exchange } = await answerTo(await lab.shared(), event);
  if (answer.kind !== "response") {
    throw new Unmet("a response", shownAnswer(answer));
  }
  const text = textOf(answer);
  if (sameJson(text, event)) {
    throw new NotApplicable("the function does not know `stream`: it answers the event itself");
  }
  const call = exchange.calls.find((each) => answeredId(each)?.to === "response");
  return { text, headers: call?.headers ?? {}, exchange };
}

function sameJson(text: string, event: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(text), JSON.parse(event));
  } catch {
    return false;
  }
}
