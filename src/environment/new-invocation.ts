import { randomBytes, randomUUID } from "node:crypto";
import type { Invocation } from "../runtime-api/invocation.ts";

/** An invocation as Lambda would make it now: a new request id, a deadline, a trace that is not sampled. */
export function newInvocation(
  payload: Uint8Array,
  functionArn: string,
  timeoutMs: number,
  now: Date,
): Invocation {
  const epochMs = now.getTime();
  return {
    requestId: randomUUID(),
    deadlineMs: epochMs + timeoutMs,
    functionArn,
    payload,
    traceId: traceId(epochMs),
  };
}

// X-Ray's form: version, the epoch's seconds in hexadecimal, 96 random bits.
function traceId(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000)
    .toString(16)
    .padStart(8, "0");
  const random = randomBytes(20).toString("hex");
  return `Root=1-${seconds}-${random.slice(0, 24)};Parent=${random.slice(24)};Sampled=0`;
}
