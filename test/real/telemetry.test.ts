import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import type { Answer, TargetEnvironment } from "../../src/targets/target.ts";
import { type Bench, functionFolder, openBench } from "../process/fixture.ts";
import { extensionLayer } from "../process/script-layer.ts";
import { type ExtensionRecord, openRecord } from "./extension-record.ts";
import { partPath, skipReason } from "./parts.ts";

const skipped = skipReason(["extension-telemetry", "extension-logs"]);
const variant: Partial<Variant> = { code: functionFolder("node"), handler: "life.handler" };

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

interface Life {
  readonly answers: readonly Answer[];
  readonly stoppedAtMs: number;
}

/** A whole life: an event after the other in one environment, with the extension and one that talks. */
async function live(
  part: "extension-telemetry" | "extension-logs",
  record: ExtensionRecord,
  events: unknown[],
) {
  using talks = extensionLayer({ talks: "talks" });
  const environment = await bench.start({
    ...variant,
    layers: { name: "telemetry", sources: [partPath(part), ...talks.layers.sources] },
    environment: record.variables,
  });
  const answers: Answer[] = [];
  for (const event of events) {
    answers.push(await send(environment, event));
  }
  const stoppedAtMs = Date.now();
  await environment.stop();
  return { answers, stoppedAtMs } satisfies Life;
}

describe.skipIf(skipped !== undefined)(`the crate's telemetry processor (${skipped ?? "built"})`, () => {
  it("gets all that happens in a cold and a warm invocation, in order and with the figures of the samples", async () => {
    using record = openRecord();
    const log = { action: "log", lines: ["one", "two grüß"] };
    const { answers, stoppedAtMs } = await live("extension-telemetry", record, [log, log]);
    const got = record.read();
    const events = got.map(({ got: { time, type, record: content } }) => ({
      atMs: Date.parse(String(time)),
      type: String(type),
      content,
    }));
    const platform = events.filter(({ type }) => type.startsWith("platform."));
    const [cold, warm] = answers;
    expect(platform.map(({ type }) => type)).toEqual([
      "platform.initStart",
      "platform.telemetrySubscription",
      "platform.initRuntimeDone",
      "platform.extension",
      "platform.extension",
      "platform.initReport",
      ...["platform.start", "platform.runtimeDone", "platform.report"],
      ...["platform.start", "platform.runtimeDone", "platform.report"],
    ]);
    const contents = platform.map(({ content }) => content);
    expect(contents).toMatchObject([
      { initializationType: "on-demand", phase: "init" },
      { name: "telemetry", state: "Subscribed", types: ["platform", "function", "extension"] },
      { initializationType: "on-demand", phase: "init", status: "success" },
      { name: "talks", state: "Ready", events: ["INVOKE", "SHUTDOWN"] },
      { name: "telemetry", state: "Ready", events: ["INVOKE", "SHUTDOWN"] },
      { phase: "init", metrics: { durationMs: rounded(cold?.observation.initMs) } },
      ...invocationOf(cold, { initDurationMs: rounded(cold?.observation.initMs) }),
      ...invocationOf(warm, {}),
    ]);
    // What happened later has no earlier time, to the millisecond of the calendar.
    const times = platform.filter(({ type }) => !type.endsWith("Subscription")).map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));

    const linesOf = (wanted: string) =>
      events.filter(({ type }) => type === wanted).map(({ content }) => content);
    // The bootstrap puts time, request and level before what the function says.
    const said = linesOf("function").map((line) => String(line).split("\t").at(-1));
    expect(said).toEqual(["one", "two grüß", "one", "two grüß"]);
    expect(linesOf("extension")).toEqual([
      "extension begins",
      ...answers.map(({ requestId }) => `extension saw ${requestId}`),
    ]);
    // Also the last report came before the extensions had ended.
    expect(got.at(-1)?.atMs).toBeLessThan(stoppedAtMs + 2000);
  });

  it("is told of a failed invocation and of the init that the next one holds", async () => {
    using record = openRecord();
    const { answers } = await live("extension-telemetry", record, [{}, { action: "exit" }, {}]);
    const [, failed, next] = answers;
    const contents = record
      .read()
      .flatMap(({ got }) => (String(got.type).startsWith("platform.") ? [got] : []));
    const of = (id: string | undefined, type: string) =>
      contents.find((got) => got.type === type && JSON.stringify(got).includes(String(id)))?.record;
    expect(of(failed?.requestId, "platform.report")).toMatchObject({
      status: "error",
      errorType: "Runtime.ExitError",
    });
    expect(of(failed?.requestId, "platform.runtimeDone")).toMatchObject({ status: "error" });
    const inits = contents
      .filter(({ type }) => type === "platform.initReport")
      .map(({ record: init }) => init);
    expect(inits).toMatchObject([
      { phase: "init" },
      { phase: "invoke", metrics: { durationMs: rounded(next?.observation.suppressedInitMs) } },
    ]);
    expect(of(next?.requestId, "platform.report")).toMatchObject({
      metrics: { durationMs: rounded(next?.observation.durationMs) },
    });
  });

  it("gets every line of a flood, in order", async () => {
    using record = openRecord();
    const count = 20_000;
    const { answers } = await live("extension-telemetry", record, [{ action: "flood", count }, {}]);
    expect(answers.map(({ observation }) => observation.status)).toEqual(["ok", "ok"]);
    const got = record.read().map(({ got: event }) => event);
    const lines = got.flatMap(({ type, record: line }) => (type === "function" ? [line] : []));
    const dropped = got.flatMap(({ type, record: loss }) => (type === "platform.logsDropped" ? [loss] : []));
    const others = got.length - lines.length - dropped.length;
    const numbers = lines.map((line) => Number(/\tline (\d+)$/.exec(String(line))?.[1]));
    expect(numbers).not.toContain(Number.NaN);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
    // What was dropped may also be of the platform or an extension: init has six events of the platform, each of the two
    // invocations three, and the extension beside says something at its start and of each of them.
    expect(numbers.length + others + droppedOf(dropped)).toBe(count + 6 + 2 * 3 + 1 + 2);
  });
});

describe.skipIf(skipped !== undefined)(`the crate's logs processor (${skipped ?? "built"})`, () => {
  it("gets the older names of the same events, and the lines", async () => {
    using record = openRecord();
    const { answers } = await live("extension-logs", record, [{ action: "log", lines: ["one"] }, {}]);
    const shown = record.read().map(({ got }) => String(got.record));
    expect(shown.flatMap((text) => (text.startsWith("Platform") ? [text.split(" ")[0]] : []))).toEqual([
      "PlatformLogsSubscription",
      ...["PlatformExtension", "PlatformExtension"],
      ...["PlatformStart", "PlatformRuntimeDone", "PlatformEnd", "PlatformReport"],
      ...["PlatformStart", "PlatformRuntimeDone", "PlatformEnd", "PlatformReport"],
    ]);
    const reports = shown.filter((text) => text.startsWith("PlatformReport"));
    answers.forEach(({ observation, requestId }, index) => {
      expect(reports[index]).toContain(requestId);
      expect(reports[index]).toContain(` duration_ms: ${rounded(observation.durationMs)}`);
    });
    expect(shown).toContainEqual(expect.stringMatching(/^Function\(".*\\tone"\)$/));
    expect(shown).toContain('Extension("extension begins")');
  });
});

describe("a subscriber that ends at once when it is asked to", () => {
  it("has got all that was buffered by then, the last report too", async () => {
    using record = openRecord();
    using layer = extensionLayer({ hasty: "hasty-subscriber" });
    const environment = await bench.start({
      ...variant,
      layers: layer.layers,
      environment: record.variables,
    });
    const { requestId } = await send(environment, { action: "log", lines: ["one"] });
    await environment.stop();
    const got = record.read().map(({ got: event }) => event);
    expect(got.at(-1)).toMatchObject({ type: "platform.report", record: { requestId } });
    expect(got.filter(({ type }) => type === "function")).toHaveLength(1);
  });

  it("has got all also where the runtime has ended before", async () => {
    using record = openRecord();
    using layer = extensionLayer({ hasty: "hasty-subscriber" });
    const environment = await bench.start({
      ...variant,
      layers: layer.layers,
      environment: record.variables,
    });
    const { requestId } = await send(environment, { action: "exit" });
    expect(record.read().at(-1)?.got).toMatchObject({
      type: "platform.report",
      record: { requestId, status: "error", errorType: "Runtime.ExitError" },
    });
    await environment.stop();
  });
});

describe("a subscriber that takes nothing for a while", () => {
  it("gets what was kept for it, and is told how much was not", async () => {
    using layer = extensionLayer({ slow: "slow-subscriber" });
    const environment = await bench.start({ ...variant, layers: layer.layers });
    const count = 30_000;
    const { observation, body } = await send(environment, { action: "flood", count });
    expect(observation.status).toBe("ok");
    const { tmp } = JSON.parse(Buffer.from(body ?? []).toString("utf8"));
    const second = await send(environment, {});
    expect(second.observation.status).toBe("ok");
    const received = () =>
      readFileSync(`${tmp}/received.ndjson`, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line));
    await expect.poll(() => received().some(({ type }) => type === "platform.logsDropped")).toBe(true);
    // One more line, behind all the others.
    await send(environment, { action: "log", lines: ["the end"] });
    await expect.poll(() => received().some(({ record }) => String(record).endsWith("\tthe end"))).toBe(true);
    const losses = received().flatMap(({ type, record }) =>
      type === "platform.logsDropped" ? [record] : [],
    );
    const lines = received().filter(({ record }) => /\tline \d+$/.test(String(record)));
    expect(lines.length).toBeLessThan(count);
    // Platform events are dropped too, where they come in the gap.
    expect(lines.length + droppedOf(losses)).toBeGreaterThanOrEqual(count);
    await environment.stop();
  });
});

/** The three events of an invocation, with the figures of its sample. */
function invocationOf({ observation, requestId }: Partial<Answer> = {}, metrics: object): readonly object[] {
  const { invokeMs = 0, firstByteMs = 0, durationMs, billedMs, responseBytes } = observation ?? {};
  return [
    { requestId, version: "$LATEST" },
    {
      requestId,
      status: "success",
      metrics: { producedBytes: responseBytes },
      spans: [
        { name: "responseLatency", durationMs: rounded(firstByteMs) },
        { name: "responseDuration", durationMs: rounded(invokeMs - firstByteMs) },
        { name: "runtimeOverhead" },
      ],
    },
    {
      requestId,
      status: "success",
      metrics: {
        durationMs: rounded(durationMs),
        billedDurationMs: billedMs,
        memorySizeMB: 256,
        ...metrics,
      },
      spans: [{ name: "extensionOverhead" }],
    },
  ];
}

function droppedOf(losses: readonly unknown[]): number {
  return losses.reduce<number>((sum, loss) => sum + Number(Object(loss).droppedRecords), 0);
}

/** As the events give it: three decimals. */
function rounded(ms = Number.NaN): number {
  return Math.round(ms * 1000) / 1000;
}

function send(environment: TargetEnvironment, event: unknown): Promise<Answer> {
  return environment.invoke(Buffer.from(JSON.stringify(event)));
}
