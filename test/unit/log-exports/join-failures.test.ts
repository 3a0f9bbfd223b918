import { expect, it } from "vitest";
import { JoinFailures } from "../../../src/log-exports/join-failures.ts";
import type { FailureItem } from "../../../src/log-exports/log-item.ts";
import type { ObservedReport } from "../../../src/log-exports/observed-sample.ts";

function reportOf(requestId: string, block: number, status?: "timeout"): ObservedReport {
  return {
    report: { requestId, durationMs: 1, memoryMb: 128, status, spans: [], other: {}, emulator: false },
    block,
  };
}

function failureOf(requestId: string, message: string): FailureItem {
  return { kind: "failure", requestId, status: "timeout", message, line: 1 };
}

function failures(reports: readonly ObservedReport[]): readonly (string | undefined)[] {
  return reports.map(({ failure }) => failure?.message);
}

it("a failure belongs to the report before it or behind it, whichever stands there", () => {
  const join = new JoinFailures();
  join.report(reportOf("a", 1));
  join.failure(failureOf("a", "behind"));
  join.failure(failureOf("b", "ahead"));
  join.report(reportOf("b", 2));
  join.report(reportOf("c", 3));
  expect(failures(join.end())).toEqual(["behind", "ahead", undefined]);
});

it("attempts at one request have a failure each", () => {
  const join = new JoinFailures();
  join.report(reportOf("a", 1));
  join.failure(failureOf("a", "first"));
  join.failure(failureOf("a", "second"));
  join.report(reportOf("a", 2));
  join.report(reportOf("a", 3));
  expect(failures(join.end())).toEqual(["first", "second", undefined]);
});

it("a report that tells its own failure needs none", () => {
  const join = new JoinFailures();
  join.report(reportOf("a", 1, "timeout"));
  join.failure(failureOf("a", "for the next"));
  join.report(reportOf("a", 2));
  expect(failures(join.end())).toEqual([undefined, "for the next"]);
});

it("reports come out in their order, all of them, and not much later", () => {
  const join = new JoinFailures();
  const released = Array.from({ length: 10_000 }, (_, block) =>
    join.report(reportOf(`r${block}`, block)),
  ).flat();
  expect(released.length).toBeGreaterThan(5000);
  expect([...released, ...join.end()].map(({ block }) => block)).toEqual(
    Array.from({ length: 10_000 }, (_, n) => n),
  );
});
