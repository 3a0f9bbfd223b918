import { randomUUID } from "node:crypto";
import { goJson } from "../go-json.ts";
import type { Invocation } from "../invocation.ts";

/** What an extension may subscribe to. */
export type ExtensionEventType = "INVOKE" | "SHUTDOWN";

/** Why an environment is shut down, in the documented upper case. */
export type ShutdownReason = "SPINDOWN" | "TIMEOUT" | "FAILURE";

/** An event on its way to an extension. */
export interface ExtensionEvent {
  /** `Lambda-Extension-Event-Identifier`; a SHUTDOWN event has none. */
  readonly identifier: string | undefined;
  readonly body: Buffer;
}

/** The INVOKE event of an invocation. Source: AWS's emulator, `internal/lambda/rapi/model/agentevent.go`. */
export function invokeEvent(invocation: Invocation): ExtensionEvent {
  const { deadlineMs, requestId, functionArn, traceId } = invocation;
  const tracing = traceId ? { tracing: { type: "X-Amzn-Trace-Id", value: traceId } } : {};
  return {
    identifier: randomUUID(),
    body: goJson({
      eventType: "INVOKE",
      deadlineMs,
      requestId,
      invokedFunctionArn: functionArn,
      ...tracing,
    }),
  };
}

/** The SHUTDOWN event. `deadlineMs`: epoch milliseconds; `reason` as it is to be written. */
export function shutdownEvent(deadlineMs: number, reason: string): ExtensionEvent {
  return {
    identifier: undefined,
    body: goJson({ eventType: "SHUTDOWN", deadlineMs, shutdownReason: reason }),
  };
}
