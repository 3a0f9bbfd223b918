import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allChecks } from "../../src/conformance/all-checks.ts";
import { Lab } from "../../src/conformance/lab.ts";
import { defaultLimits } from "../../src/conformance/limits.ts";
import { Unmet } from "../../src/conformance/unmet.ts";
import { systemClock } from "../../src/shared/clock.ts";
import { conformanceRuntime } from "./conformance-runtime.ts";
import { type Bench, openBench } from "./fixture.ts";

const checks = new Map(allChecks.flatMap((group) => group.checks).map((check) => [check.id, check]));
const events = ["event-null", "event-number", "event-string", "event-array"];
const texts = ["text-multi-byte", "text-astral", "text-separators", "text-names"];

/** A fault of test/conformance-runtime/faults.mjs, and the checks that find it. */
const found: readonly (readonly [string, readonly string[]])[] = [
  ["never polls", ["asks-for-event"]],
  ["posts before it polls", ["asks-first", "answers-by-id"]],
  ["never answers", ["answers-event"]],
  ["never asks again", ["asks-again"]],
  ["keeps no convention", ["convention", ...events]],
  ["gives up waiting", ["waits-for-event"]],
  ["answers under a wrong id", ["answers-by-id"]],
  ["answers twice", ["answers-once"]],
  ["tells the context of its first event", ["function-arn", "deadline", "trace-id"]],
  ["tells no request id", ["request-id"]],
  ["needs a tracing header", ["trace-id-absent"]],
  ["cannot bear a client context", ["mobile-context"]],
  ["wants headers as they are documented", ["header-names"]],
  ["cannot bear unknown headers", ["unknown-headers"]],
  ["knows objects only", events],
  ["takes {} for nothing", ["event-empty-object"]],
  ["reads 20 levels", ["event-depth"]],
  ["wants an event to begin with a brace", ["event-whitespace"]],
  ["wants the action first", ["event-member-order"]],
  ["has integers of 32 bits", ["event-numbers"]],
  ["reads the first part of an event", ["event-in-parts", "event-1-mb", "event-6-mb"]],
  ["reads parts as texts", ["event-in-parts"]],
  ["reads Latin-1", texts],
  ["drops surrogates", ["text-surrogates", "text-astral"]],
  ["ends texts at NUL", ["text-nul"]],
  ["blanks control characters", ["text-escapes"]],
  ["takes plus for a space", ["binary"]],
  ["cuts answers at 64 KB", ["event-1-mb", "event-6-mb", "response-6-mb"]],
  ["answers null with nothing", ["response-empty"]],
  ["posts errors as responses", ["error-reported", "error-document"]],
  ["posts errors as plain text", ["error-document"]],
  ["posts errors in Latin-1", ["error-text"]],
  ["cannot bear long errors", ["error-long-message"]],
  ["ends after an error", ["error-survived"]],
  ["hides the environment", ["variable-of-function", "variables-of-lambda", "variable-of-api"]],
  ["ends after fifty events", ["serves-hundred"]],
  ["answers the event before", ["answers-its-own"]],
  ["does not wait for the function", ["sleeps"]],
  ["leaves connections open", ["connections-bounded"]],
  ["starts anew in place of ending", ["exit-ends"]],
  ["polls twice", ["one-poll-at-a-time"]],
  ["polls ahead", ["one-poll-at-a-time"]],
  ["calls what is not there", ["known-calls"]],
  ["remembers the trace", ["trace-id-forgotten"]],
  ["cannot bear a charset", ["event-type"]],
  ["says little", ["user-agent", "response-type", "error-type-header", "error-stack-trace", "error-cause"]],
  ["ends at load without a word", ["init-error-told"]],
  ["reports a load error as plain text", ["init-error-document"]],
  ["stays after a load error", ["init-error-ends"]],
  ["closes its connections", ["connection-kept"]],
  ["cannot bear a closed connection", ["connection-closed"]],
  ["hangs when it is refused", ["refused-response", "oversized-response"]],
  ["always exits with 1", ["exit-code"]],
  ["ignores SIGTERM", ["sigterm"]],
  ["streams nothing early", ["stream-mode", "stream-chunked", "stream-early", "stream-trailers"]],
  ["streams a half", ["stream-answer"]],
];

/** Checks of what every other check needs. */
const gates = ["asks-for-event", "answers-event", "asks-again"];

/** Short where the fault is that nothing comes. */
const limits = { ...defaultLimits, initMs: 2000, answerMs: 1500, pauseMs: 500 };

describe("a runtime that", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it.each(found)("%s is found by %j", async (fault, ids) => {
    for (const id of ids) {
      const check = checks.get(id);
      const lab = new Lab({ clock: systemClock, limits }, await conformanceRuntime(bench, fault));
      try {
        if (!gates.includes(id)) {
          // It is not broken in another way: an event is answered.
          await checks.get("asks-again")?.run(lab);
        }
        await expect(check?.run(lab), id).rejects.toBeInstanceOf(Unmet);
      } finally {
        await lab.close();
      }
    }
  });

  it("has any of the faults that are looked for: there is one for each check", () => {
    expect(new Set(found.flatMap(([, ids]) => ids))).toEqual(new Set(checks.keys()));
  });
});
