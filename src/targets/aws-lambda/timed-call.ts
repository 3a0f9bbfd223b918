import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { InvokeCommand, InvokeWithResponseStreamCommand } from "@aws-sdk/client-lambda";
import type { Clock } from "../../shared/clock.ts";
import { fieldOf } from "../../shared/field-of.ts";

/** When a call left and when its whole answer was there, by the clock. */
export interface CallTimes {
  departedMs: number | undefined;
  arrivedMs: number | undefined;
}

type Stack = InvokeCommand["middlewareStack"];
type StreamStack = InvokeWithResponseStreamCommand["middlewareStack"];

const stampPlace = { step: "deserialize", priority: "low", name: "thawStamps" } as const;

/**
 * Stamps a call as near to the connection as the SDK allows: after it was signed, and before its answer is read for its
 * meaning. The body of the answer is read here, to its last byte.
 */
export function stampCall(stack: Stack, clock: Clock): CallTimes {
  const times: CallTimes = { departedMs: undefined, arrivedMs: undefined };
  stack.add(
    (next) => async (args) => {
      times.departedMs = clock.nowMs();
      const result = await next(args);
      const body = fieldOf(result.response, "body");
      if (isReadable(body)) {
        const bytes = await buffer(body);
        times.arrivedMs = clock.nowMs();
        Reflect.set(Object(result.response), "body", bytes);
      } else {
        times.arrivedMs = clock.nowMs();
      }
      return result;
    },
    stampPlace,
  );
  return times;
}

/** The same of an answer that is read piece by piece: its last byte is that after which nothing more comes. */
export function stampStream(stack: StreamStack, clock: Clock): CallTimes {
  const times: CallTimes = { departedMs: undefined, arrivedMs: undefined };
  stack.add(
    (next) => async (args) => {
      times.departedMs = clock.nowMs();
      const result = await next(args);
      const body = fieldOf(result.response, "body");
      if (isReadable(body)) {
        body.once("end", () => {
          times.arrivedMs = clock.nowMs();
        });
      }
      return result;
    },
    stampPlace,
  );
  return times;
}

function isReadable(body: unknown): body is Readable {
  return typeof fieldOf(body, "pipe") === "function";
}
