import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRuntime } from "../../src/conformance/check-runtime.ts";
import type { CheckResult, ConformanceResult } from "../../src/conformance/conformance-result.ts";
import { systemClock } from "../../src/shared/clock.ts";
import { conformanceRuntime } from "./conformance-runtime.ts";
import { type Bench, openBench } from "./fixture.ts";

describe("the checks of a runtime", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const suite = async (fault: string, changes: Partial<Parameters<typeof checkRuntime>[0]> = {}) =>
    checkRuntime({
      subject: "the runtime",
      sandbox: await conformanceRuntime(bench, fault),
      clock: systemClock,
      convention: true,
      signal: new AbortController().signal,
      ...changes,
    });

  it("all hold for a runtime without a fault", async () => {
    const result = await suite("", { limits: { pauseMs: 200, shutdownMs: 5000 } });
    expect(checksOf(result).filter(({ outcome }) => outcome.status !== "passed")).toEqual([]);
    expect(result.conforms).toBe(true);
  });

  it("tell one fault and no other: what comes after a crash has a runtime of its own", async () => {
    const result = await suite("ends after an error", { limits: { pauseMs: 200, shutdownMs: 5000 } });
    expect(result.conforms).toBe(false);
    const broken = checksOf(result).filter(({ outcome }) => outcome.status === "failed");
    expect(new Set(broken.map(({ id }) => id.replace(/-.*/, "")))).toEqual(new Set(["error"]));
    expect(result.required.skipped + result.optional.skipped).toBe(0);
  });

  it("wait once for a runtime that never asks for an event", async () => {
    const result = await suite("never polls", { limits: { initMs: 500 } });
    const [first, ...others] = checksOf(result);
    expect(first).toMatchObject({ id: "asks-for-event", outcome: { status: "failed" } });
    expect(others.every(({ outcome }) => outcome.status === "skipped" && outcome.why === "blocked")).toBe(
      true,
    );
    expect(result.conforms).toBe(false);
  });

  it("leave out what needs the convention, and then ask nothing of the function", async () => {
    const result = await suite("keeps no convention", { convention: false, limits: { pauseMs: 200 } });
    expect(result.conforms).toBe(true);
    for (const { needsConvention, outcome } of checksOf(result)) {
      expect(outcome.status).toBe(needsConvention ? "skipped" : "passed");
    }
    const held = await suite("keeps no convention", { limits: { pauseMs: 200 } });
    expect(held.conforms).toBe(false);
  });

  it("end when their time is over, and then do not say that the runtime conforms", async () => {
    const result = await suite("", { limits: { suiteMs: 0 } });
    expect(result.conforms).toBe(false);
    expect(result.required.passed).toBeLessThan(5);
  });

  it("end at once when they are stopped, and leave nothing", async () => {
    const stop = new AbortController();
    const onCheck = ({ id }: { readonly id: string }) => {
      if (id === "waits-for-event") {
        setTimeout(() => stop.abort(new Error("stopped")), 50);
      }
    };
    const running = suite("", { signal: stop.signal, onCheck, limits: { pauseMs: 60_000 } });
    await expect(running).rejects.toThrow("stopped");
    await bench.target.dispose();
    expect(await bench.leftInTemporaryFolder()).toEqual([]);
  });
});

function checksOf({ groups }: ConformanceResult): readonly CheckResult[] {
  return groups.flatMap(({ checks }) => checks);
}
