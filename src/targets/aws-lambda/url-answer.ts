import type { InvokeCommand } from "@aws-sdk/client-lambda";
import { fieldOf } from "../../shared/field-of.ts";

/** What a function URL answered, before anybody has read a meaning into its status. */
export interface UrlAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** The answer of one call; undefined where Lambda itself refused it, or the function has not answered. */
export interface UrlAnswered {
  answer: UrlAnswer | undefined;
}

/**
 * Takes a function's answer as it is. The SDK takes every status from 300 on for an error of Lambda's, but a function sets its status
 * itself: what is an error is told by the headers. To be called before `stampCall`, whose
 * stamps stand within: they have read the body.
 */
export function takeUrlAnswer(stack: InvokeCommand["middlewareStack"]): UrlAnswered {
  const answered: UrlAnswered = { answer: undefined };
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const status = Number(fieldOf(result.response, "statusCode"));
      const headers = fieldOf(result.response, "headers");
      const body = fieldOf(result.response, "body");
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      if (isInvocation(headers) && !isRefusal(headers, bytes)) {
        answered.answer = { status, body: bytes };
        // What the SDK reads of it is passed over: it shall only find no error in it.
        Object.assign(Object(result.response), { statusCode: 200, body: new Uint8Array() });
      }
      return result;
    },
    { step: "deserialize", priority: "low", name: "thawUrlAnswer" },
  );
  return answered;
}

/** Without a request's name there is no log of it: then something on the way has answered. */
function isInvocation(headers: unknown): boolean {
  return typeof fieldOf(headers, "x-amzn-requestid") === "string";
}

/** Lambda names its own errors in a header and says them in a message: `{"Message":"Forbidden"}`. */
function isRefusal(headers: unknown, body: Uint8Array): boolean {
  return typeof fieldOf(headers, "x-amzn-errortype") === "string" && hasMessage(body);
}

function hasMessage(body: Uint8Array): boolean {
  const value = parsed(body);
  return fieldOf(value, "Message") !== undefined || fieldOf(value, "message") !== undefined;
}

/** True for what Lambda answers in place of a function that failed, or whose answer is none of HTTP. */
export function isFunctionFailure({ status, body }: UrlAnswer): boolean {
  return status === 502 && Buffer.from(body).toString("utf8") === "Internal Server Error";
}

/**
 * The answer as a function gives it to whoever asks it without a URL: with its status beside the body; a body that is an object stands
 * as one, too, as Lambda makes an answer of HTTP from an object without a status.
 */
export function functionDocument({ status, body }: UrlAnswer): Uint8Array {
  const value = parsed(body);
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  const text = Buffer.from(body).toString("utf8");
  return Buffer.from(JSON.stringify({ ...(isObject ? value : {}), statusCode: status, body: text }));
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
