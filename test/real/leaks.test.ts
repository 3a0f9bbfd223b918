import { readdirSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listProcesses, readEnvironment } from "../../src/targets/local/proc.ts";
import type { PreparedVariant } from "../../src/targets/target.ts";
import { type Bench, openBench, variantOf } from "../process/fixture.ts";
import { extensionLayer } from "../process/script-layer.ts";
import { openRecord } from "./extension-record.ts";
import { partPath, skipReason } from "./parts.ts";

const environments = 500;
/** One in so many has extensions too, one of them a subscriber to telemetry; and one in so many is reset by a crash. */
const extensionsEvery = 10;
const crashEvery = 7;
const mebibyte = 1024 * 1024;

const skipped =
  process.platform === "linux" ? skipReason(["function-go"]) : "what a process has open is counted on Linux";

// A file of its own: what other tests leave to be closed is not counted here.
describe.skipIf(skipped !== undefined)(`500 environments with real processes (${skipped ?? "built"})`, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("leave no descriptor, process, file or memory behind", { timeout: 180_000 }, async () => {
    using layer = extensionLayer({ echo: "echo", subscriber: "hasty-subscriber" });
    using record = openRecord();
    const provided = { runtime: "provided.al2023", code: partPath("function-go"), handler: "bootstrap" };
    const alone = await prepare(bench, provided);
    const extended = await prepare(bench, {
      ...provided,
      layers: layer.layers,
      environment: record.variables,
    });
    // What is made once (modules, pools, compiled code) is made before.
    for (let turn = 0; turn < 20; turn++) {
      await live(turn % 4 === 0 ? extended : alone, turn % crashEvery === 0);
    }
    const before = await held(bench);
    for (let turn = 0; turn < environments; turn++) {
      await live(turn % extensionsEvery === 0 ? extended : alone, turn % crashEvery === 0);
    }
    const after = await held(bench);
    expect(after).toMatchObject({ descriptors: before.descriptors, files: before.files, processes: [] });
    expect(after.heapBytes - before.heapBytes).toBeLessThan(5 * mebibyte);
  });
});

function prepare({ target }: Bench, changes: Parameters<typeof variantOf>[0]): Promise<PreparedVariant> {
  return target.prepare(variantOf(changes), undefined, new AbortController().signal);
}

async function live(prepared: PreparedVariant, crashes: boolean): Promise<void> {
  const environment = await prepared.start();
  if (crashes) {
    const { observation } = await environment.invoke(Buffer.from('{"action":"exit"}'));
    expect(observation.status).toBe("crash");
  }
  const { observation } = await environment.invoke(Buffer.from("{}"));
  expect(observation.status).toBe("ok");
  await environment.stop();
}

/** What the harness holds now. */
async function held({ temporaryFolder }: Bench) {
  // Sockets are closed in the turns of the loop after their end.
  for (let turn = 0; turn < 10; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  collectGarbage();
  return {
    descriptors: readdirSync("/proc/self/fd").length,
    files: readdirSync(temporaryFolder, { recursive: true }).length,
    processes: listProcesses().filter((pid) => readEnvironment(pid).includes(temporaryFolder)),
    heapBytes: process.memoryUsage().heapUsed,
  };
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") {
    collect();
    collect();
  }
}
