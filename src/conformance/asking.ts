import { isDeepStrictEqual } from "node:util";
import type { RuntimeAnswer } from "../runtime-api/invocation.ts";
import { joined } from "../runtime-api/request-body.ts";
import type { Json } from "../shared/json.ts";
import type { Manner } from "./manner.ts";
import { shown, shownJson } from "./shown.ts";
import type { Exchange, TestedRuntime } from "./tested-runtime.ts";
import { Unmet } from "./unmet.ts";

/** The event that asks for an action of the convention. */
export function action(name: string, fields: Readonly<Record<string, Json>> = {}): string {
  return JSON.stringify({ action: name, ...fields });
}

/** The event that asks for an echo of a JSON text, as it is written. */
export function echoOf(json: string): string {
  return `{"action":"echo","payload":${json}}`;
}

/** Hands over an event and waits for any answer, a response or an error. @throws Unmet when there is none. */
export async function answerTo(
  runtime: TestedRuntime,
  event: string,
  manner?: Manner,
): Promise<{ readonly answer: RuntimeAnswer; readonly exchange: Exchange }> {
  const exchange = await runtime.exchange(event, manner);
  const { answer } = exchange.progress;
  if (answer === undefined) {
    throw new Unmet("a response or an error", runtime.shown(exchange.ended));
  }
  if (exchange.ended.kind !== "done") {
    const expected = "GET /runtime/invocation/next after the answer";
    throw new Unmet(expected, runtime.shown(exchange.ended));
  }
  return { answer, exchange };
}

/** Hands over an event and gives back the JSON value of the response. @throws Unmet when it is anything else. */
export async function responseTo(runtime: TestedRuntime, event: string, manner?: Manner): Promise<unknown> {
  const { answer } = await answerTo(runtime, event, manner);
  if (answer.kind !== "response") {
    throw new Unmet("a response", shownAnswer(answer));
  }
  return parsed(textOf(answer));
}

/** Hands over an event and holds the response against a value. @throws Unmet when it is another. */
export async function expectResponse(
  runtime: TestedRuntime,
  event: string,
  value: unknown,
  manner?: Manner,
): Promise<void> {
  expectSame(await responseTo(runtime, event, manner), value);
}

/** Holds two JSON values against each other. @throws Unmet where they differ. */
export function expectSame(found: unknown, value: unknown): void {
  if (!isDeepStrictEqual(found, value)) {
    throw new Unmet(shownJson(value), shownJson(found) + difference(found, value));
  }
}

/** The body of a response or an error as a text. @throws Unmet when it is not UTF-8. */
export function textOf(answer: Extract<RuntimeAnswer, { kind: "response" | "error" }>): string {
  const body = joined(answer.body);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new Unmet("a body in UTF-8", `bytes that are not: ${body.subarray(0, 40).toString("hex")}…`);
  }
}

/** A JSON text's value. @throws Unmet when it is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unmet("a JSON text", shown(text) || "an empty body");
  }
}

/** The fields of a JSON object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : {};
}

/** An answer in few words. */
export function shownAnswer(answer: RuntimeAnswer): string {
  switch (answer.kind) {
    case "response":
      return `the response ${shown(textOf(answer))}`;
    case "error":
      return `the error ${shown(textOf(answer))}`;
    case "stream-error":
      return `a stream that ended with the error ${answer.errorType ?? ""}`.trim();
    case "too-large":
      return `${answer.bytes} bytes, more than Lambda takes`;
    case "truncated":
      return `a body that broke off after ${answer.bytes} bytes`;
    case "invalid-mode":
      return `the response mode "${answer.mode}"`;
    default:
      return answer satisfies never;
  }
}

/** Where two texts that look alike begin to differ. */
function difference(found: unknown, value: unknown): string {
  if (typeof found !== "string" || typeof value !== "string" || Math.max(found.length, value.length) < 80) {
    return "";
  }
  let at = 0;
  while (at < found.length && found[at] === value[at]) {
    at++;
  }
  return `, which differs from character ${at + 1} on`;
}
