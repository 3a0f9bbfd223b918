import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { bundledBootstraps } from "../../src/runtimes/bundled-bootstraps.ts";
import type { Observation } from "../../src/samples/sample.ts";
import type { TargetEnvironment } from "../../src/targets/target.ts";
import { anyNode, type Bench, functionFolder, lives, openBench } from "../process/fixture.ts";
import { type Client, clients } from "./clients.ts";
import { linesOf, openRecord } from "./extension-record.ts";
import { partPath, skipReason } from "./parts.ts";

const skipped = skipReason(["extension-events"]);
const layers = () => ({ name: "events", sources: [partPath("extension-events")] });

let bench: Bench;
let folder: string;
beforeAll(async () => {
  bench = await openBench();
  folder = mkdtempSync(join(tmpdir(), "thaw-signals-"));
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

describe.skipIf(skipped !== undefined)(
  `an extension on the lambda-extension crate (${skipped ?? "built"})`,
  () => {
    for (const client of clients) {
      const why = client.skipped === undefined ? "" : ` (${client.skipped})`;
      // Side by side: such an extension does not end by itself, so that each end takes 2 s.
      const test = it.skipIf(client.skipped !== undefined);
      const name = `sees every event beside ${client.name}, and the end after the runtime's${why}`;
      test(name, { concurrent: true }, () => seesAllEvents(client));
    }
  },
);

// With a thread in native code, as the client's is while it waits for an event, a JVM takes 300 ms to exit: it would be killed
// just then. All others end within what Lambda gives them.
function shutdownMs({ name }: Client): number {
  return name.includes("java") ? 600 : 300;
}

async function seesAllEvents(client: Client): Promise<void> {
  using record = openRecord();
  const signals = join(folder, `${clients.indexOf(client)}`);
  const variant = watched(client.variant(), signals);
  const environment = await bench.start({
    ...variant,
    layers: layers(),
    emulation: { runtimeShutdownMs: shutdownMs(client) },
    environment: { ...variant.environment, ...record.variables },
  });
  const cold = await seesContext(environment);
  const warm = await seesContext(environment);
  const stoppedAtMs = Date.now();
  await environment.stop();

  const [first, second, last, ...more] = record.read();
  expect(more).toEqual([]);
  for (const [event, { context, observation }] of [[first, cold] as const, [second, warm] as const]) {
    expect(event?.got).toMatchObject({
      eventType: "INVOKE",
      requestId: context.requestId,
      invokedFunctionArn: context.invokedFunctionArn,
      tracing: { type: "X-Amzn-Trace-Id", value: context.traceId },
    });
    // Some clients know only the time that is left.
    expect(Math.abs(Number(event?.got.deadlineMs) - context.deadlineMs)).toBeLessThan(1000);
    expectPhases(observation);
  }
  expect(cold.observation.extensionInitMs?.events).toBeGreaterThan(0);
  // Equal where the runtime was ready before the extension.
  expect(cold.observation.extensionInitMs?.events).toBeLessThanOrEqual(cold.observation.initMs ?? 0);
  expect(warm.observation.extensionInitMs).toBeUndefined();

  expect(last?.got).toMatchObject({ eventType: "SHUTDOWN", shutdownReason: "SPINDOWN" });
  const toldAtMs = last?.atMs ?? 0;
  expect(toldAtMs).toBeGreaterThanOrEqual(stoppedAtMs);
  expect(last?.got.deadlineMs).toBeGreaterThan(toldAtMs);
  expect(last?.got.deadlineMs).toBeLessThanOrEqual(toldAtMs + 2000);
  // 143: it ended by SIGTERM.
  const [asked, ended] = linesOf(signals).map((line) => line.split(" "));
  expect(asked?.[0]).toBe("TERM");
  expect(ended?.slice(0, 2)).toEqual(["ended", "143"]);
  expect(Number(ended?.[2])).toBeLessThanOrEqual(toldAtMs);
}

async function seesContext(environment: TargetEnvironment) {
  const { observation, body, requestId } = await environment.invoke(Buffer.from('{"action":"context"}'));
  expect(observation.error).toBeUndefined();
  const context = JSON.parse(Buffer.from(body ?? []).toString("utf8"));
  expect(context.requestId).toBe(requestId);
  return { observation, context };
}

function expectPhases({
  invokeMs = 0,
  overheadMs = 0,
  extensionOverheadMs,
  durationMs = 0,
}: Observation): void {
  expect(extensionOverheadMs?.events).toBeGreaterThanOrEqual(0);
  expect(extensionOverheadMs?.events).toBeLessThanOrEqual(overheadMs);
  expect(durationMs).toBeCloseTo(invokeMs + overheadMs, 6);
}

/** The same runtime below a shell that notes SIGTERM, and how and when the runtime ended. */
function watched(variant: Partial<Variant>, file: string): Partial<Variant> {
  const script = [
    `trap 'echo "TERM $(date +%s%3N)" >> "$0"' TERM`,
    `"$@" & child=$!`,
    "wait $child; status=$?",
    // A trap ends `wait` early.
    "while kill -0 $child 2>&-; do wait $child; status=$?; done",
    'echo "ended $status $(date +%s%3N)" >> "$0"',
  ];
  const [word = "", ...args] = variant.bootstrap ?? ownCommand(variant);
  return { ...variant, bootstrap: ["/bin/sh", "-c", script.join("\n"), file, found(word), ...args] };
}

function ownCommand({ runtime = "" }: Partial<Variant>): readonly string[] {
  if (runtime.startsWith("provided")) {
    return ["./bootstrap"];
  }
  return runtime.startsWith("python") ? ["python3", "-s", "-B", bundledBootstraps.python, "/opt"] : anyNode;
}

function found(word: string): string {
  return word.includes("/")
    ? word
    : execFileSync("/bin/sh", ["-c", `command -v ${word}`], { encoding: "utf8" }).trim();
}

describe("a runtime and SIGTERM", () => {
  const variant: Partial<Variant> = { code: functionFolder("node"), handler: "life.handler" };
  const asked = "SIGTERM received";

  it("gets none without extensions", async () => {
    const environment = await bench.start({ ...variant, environment: { ON_SIGTERM: "exit" } });
    await environment.invoke(Buffer.from("{}"));
    await environment.stop();
    expect(environment.log()).not.toContain(asked);
  });

  it.skipIf(skipped !== undefined).each(["exit", "ignore"])(
    "with an external extension may %s: the extension is told all the same",
    async (what) => {
      using record = openRecord();
      const environment = await bench.start({
        ...variant,
        layers: layers(),
        environment: { ON_SIGTERM: what, ...record.variables },
      });
      const { body } = await environment.invoke(Buffer.from("{}"));
      const { pid } = JSON.parse(Buffer.from(body ?? []).toString("utf8"));
      const stopping = environment.stop();
      const stoppedAtMs = Date.now();
      await expect.poll(() => record.read().at(-1)?.got.eventType, { interval: 5 }).toBe("SHUTDOWN");
      expect(lives(pid)).toBe(false);
      await stopping;
      expect(environment.log()).toContain(asked);
      // The runtime's share of the time is 300 ms; timers and calendars may differ by some.
      const toldAfterMs = (record.read().at(-1)?.atMs ?? 0) - stoppedAtMs;
      expect(toldAfterMs).toBeGreaterThan(what === "ignore" ? 280 : 0);
      expect(Date.now() - stoppedAtMs).toBeGreaterThan(1900);
    },
  );

  const internal = skipReason(["function-go", "function-rust"]);
  it.skipIf(internal !== undefined).each([
    ["aws-lambda-go, WithEnableSIGTERM", "function-go"],
    ["lambda_runtime, spawn_graceful_shutdown_handler", "function-rust"],
  ] as const)("is one with an internal extension: %s", async (_how, part) => {
    const provided = { runtime: "provided.al2023", code: partPath(part), handler: "bootstrap" };
    const [asking, other] = await Promise.all(
      [{ CONFORMANCE_SIGTERM: "1" }, {}].map(async (environment) => {
        const started = await bench.start({ ...provided, environment });
        const { observation } = await started.invoke(Buffer.from("{}"));
        expect(observation.status).toBe("ok");
        expect(observation.extensionInitMs).toBeUndefined();
        const stoppedAtMs = performance.now();
        await started.stop();
        return { log: started.log(), tookMs: performance.now() - stoppedAtMs };
      }),
    );
    expect(asking?.log).toContain(asked);
    expect(other?.log).not.toContain(asked);
    if (part === "function-go") {
      // This client does not end by itself: it is killed after its 500 ms.
      expect(asking?.tookMs).toBeGreaterThan(490);
    }
  });
});
