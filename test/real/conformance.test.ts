import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRuntime } from "../../src/conformance/check-runtime.ts";
import type { CheckResult, ConformanceResult } from "../../src/conformance/conformance-result.ts";
import { systemClock } from "../../src/shared/clock.ts";
import { type Bench, openBench, variantOf } from "../process/fixture.ts";
import { type Client, clients } from "./clients.ts";

/**
 * Optional checks that do not hold, for each client: what they leave out, as their own sources show. Node.js says `trace`
 * where the others say `stackTrace`.
 */
const shortcomings: Readonly<Record<string, readonly string[]>> = {};

for (const client of clients) {
  const title = client.skipped === undefined ? client.name : `${client.name} (${client.skipped})`;
  describe.skipIf(client.skipped !== undefined)(title, () => conforms(client));
}

function conforms(client: Client): void {
  let bench: Bench;
  let result: ConformanceResult;
  beforeAll(async () => {
    bench = await openBench();
    const signal = new AbortController().signal;
    const sandboxes = await bench.target.prepareSandboxes(variantOf(client.variant()), signal);
    const sandbox = async (environment: Readonly<Record<string, string>>) => sandboxes(environment);
    const began = Date.now();
    result = await checkRuntime({
      subject: client.name,
      sandbox,
      clock: systemClock,
      convention: true,
      signal,
    });
    console.log(client.name, Date.now() - began, "ms", result.required, result.optional);
    console.log(
      result.groups
        .flatMap(({ checks }) => checks)
        .filter(({ outcome }) => outcome.status !== "passed")
        .map(({ id, requirement, outcome }) => `${requirement} ${id} ${JSON.stringify(outcome)}`)
        .join("\n"),
    );
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("keeps all that the contract requires", () => {
    expect(result.groups.flatMap(({ checks }) => checks).filter(isBrokenPromise)).toEqual([]);
    expect(result.conforms).toBe(true);
  });
}

function isBrokenPromise({ requirement, outcome }: CheckResult): boolean {
  return requirement === "required" && outcome.status !== "passed";
}
