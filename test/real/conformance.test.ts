import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allChecks } from "../../src/conformance/all-checks.ts";
import { checkRuntime } from "../../src/conformance/check-runtime.ts";
import type { CheckResult } from "../../src/conformance/conformance-result.ts";
import { Lab, type SandboxFactory } from "../../src/conformance/lab.ts";
import { defaultLimits } from "../../src/conformance/limits.ts";
import { Unmet } from "../../src/conformance/unmet.ts";
import type { Variant } from "../../src/plan/variant.ts";
import { systemClock } from "../../src/shared/clock.ts";
import { type Bench, openBench, variantOf } from "../process/fixture.ts";
import { type Client, clients } from "./clients.ts";

/** A compiled program ends when it cannot start, without a word to the Runtime API. */
const endsAtLoad = ["init-error-told", "init-error-document"];
/** Node.js calls it `trace`; errors that the functions in Go and Rust return have none. */
const noStack = ["error-stack-trace"];
/** Of AWS's, Java alone names a type in the form that is recommended; Rust says `unhandled`. */
const noType = ["error-type-header"];

/** Optional checks that do not hold, for each client. */
const shortcomings: Readonly<Record<string, readonly string[]>> = {
  "aws-lambda-ric on Node.js 22": [...noType, ...noStack],
  "aws-lambda-ric on Node.js 24": [...noType, ...noStack],
  "the bundled Node.js bootstrap": [...noType, ...noStack, "user-agent"],
  awslambdaric: noType,
  "the bundled Python bootstrap": [...noType, "user-agent"],
  // It streams without saying so.
  "aws-lambda-go": [...noType, ...noStack, ...endsAtLoad, "stream-mode"],
  "lambda_runtime (Rust)": [...noType, ...noStack, ...endsAtLoad, "response-type"],
  "aws-lambda-java-runtime-interface-client": [],
  "the bundled PHP bootstrap": [],
  // A connection for each call, like AWS's.
  "the bundled Ruby bootstrap": ["connection-kept"],
};

/** The machine may be busy; what a process does at SIGTERM is looked at, not how fast it is. */
const limits = { initMs: 60_000, answerMs: 60_000, shutdownMs: 30_000, suiteMs: 600_000 };

for (const client of clients) {
  const title = client.skipped === undefined ? client.name : `${client.name} (${client.skipped})`;
  describe.skipIf(client.skipped !== undefined)(title, () => conforms(client));
}

function conforms(client: Client): void {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("keeps what the contract requires, and what it leaves out is known", async () => {
    const { checks, conforms } = await check(bench, client.variant());
    expect(
      checks.filter(({ requirement, outcome }) => requirement === "required" && outcome.status !== "passed"),
    ).toEqual([]);
    expect(conforms).toBe(true);
    expect(failed(checks)).toEqual([...(shortcomings[client.name] ?? [])].sort());
  });

  const streamed = client.streaming?.variant();
  if (streamed !== undefined) {
    // Where every answer is streamed the whole suite takes long: each waits between its halves.
    it("streams as the contract says", async () => {
      const lab = new Lab(
        { clock: systemClock, limits: { ...defaultLimits, ...limits } },
        await sandboxes(bench, streamed),
      );
      const streams = allChecks.flatMap((group) => group.checks).filter(({ id }) => id.startsWith("stream-"));
      expect(streams.length).toBeGreaterThan(0);
      for (const { id, run } of streams) {
        const holds = shortcomings[client.name]?.includes(id) !== true;
        await (holds ? run(lab) : expect(run(lab), id).rejects.toBeInstanceOf(Unmet));
      }
      await lab.close();
    });
  }
}

async function check(bench: Bench, changes: Partial<Variant>) {
  const result = await checkRuntime({
    subject: "client",
    sandbox: await sandboxes(bench, changes),
    clock: systemClock,
    convention: true,
    signal: new AbortController().signal,
    limits,
  });
  return { checks: result.groups.flatMap((group) => group.checks), conforms: result.conforms };
}

async function sandboxes(bench: Bench, changes: Partial<Variant>): Promise<SandboxFactory> {
  const made = await bench.target.prepareSandboxes(variantOf(changes), new AbortController().signal);
  return async (environment) => made(environment);
}

function failed(checks: readonly CheckResult[]): readonly string[] {
  return checks
    .filter(({ outcome }) => outcome.status === "failed")
    .map(({ id }) => id)
    .sort();
}
