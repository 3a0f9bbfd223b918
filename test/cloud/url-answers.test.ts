import { expect, test } from "vitest";
import type { Observation } from "../../src/samples/sample.ts";
import { UnavailableError } from "../../src/shared/errors.ts";
import type { FunctionRun } from "./server/options.ts";
import { openCloudBench, take } from "./target-bench.ts";

/** What a function comes to that answers so behind its URL: a cold and a warm invocation. */
async function answering(run: FunctionRun, timeoutSeconds = 3): Promise<readonly Observation[]> {
  await using bench = await openCloudBench({ behaviour: () => ({ initMs: 40, ...run }) });
  const taken = await take(await bench.prepare({ lambda: { invoke: "url" }, timeoutSeconds }));
  expect(bench.server.state.invocations).toHaveLength(2);
  return taken;
}

const http = (statusCode: number, more: object = {}) => ({
  response: JSON.stringify({ statusCode, body: '{"message":"no"}', ...more }),
});

test.each([302, 403, 404, 429, 500, 502])(
  "a status of %i that the function set is its answer, and its invocations are made once",
  async (status) => {
    const taken = await answering(http(status));
    for (const observation of taken) {
      expect(observation).toMatchObject({
        status: "ok",
        httpStatus: status,
        responseBytes: '{"message":"no"}'.length,
        durationMs: expect.any(Number),
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
    expect(taken.map(({ initMs }) => initMs)).toEqual([40, undefined]);
  },
);

test("a header of an error that the function passes on makes its answer none of Lambda's", async () => {
  const passedOn = { headers: { "x-amzn-errortype": "AccessDeniedException" }, body: "not yours" };
  const taken = await answering(http(403, passedOn));
  expect(taken.map(({ status, httpStatus }) => [status, httpStatus])).toEqual(Array(2).fill(["ok", 403]));
});

test("an error that nobody caught is the function's, in the words of its log", async () => {
  const [cold, warm] = await answering({ outcome: "error" });
  for (const observation of [cold, warm]) {
    expect(observation).toMatchObject({
      status: "function-error",
      httpStatus: 502,
      error: { type: "Error", message: "the function was told to fail" },
    });
  }
  expect(cold?.initMs).toBe(40);
});

test("a crash, a timeout and an answer that is none of HTTP are told apart", async () => {
  const [crash] = await answering({ outcome: "crash" });
  const [timeout] = await answering({ outcome: "timeout" }, 1);
  const [odd] = await answering({ response: '{"statusCode":"fine"}' });
  expect([crash?.status, timeout?.status, odd?.status]).toEqual(["crash", "timeout", "function-error"]);
  expect(odd?.error).toEqual({ type: "Unhandled", message: "Internal Server Error" });
});

test("the URL's own refusal of access ends the run, and of its rate is tried again", async () => {
  await using bench = await openCloudBench();
  const prepared = await bench.prepare({ lambda: { invoke: "url" } });
  bench.server.faults.accessDenied["lambda:InvokeFunctionUrl"] = 1;
  await expect(take(prepared)).rejects.toThrow(UnavailableError);
  expect(bench.server.state.invocations).toHaveLength(0);
});

test("beyond the account's concurrency the URL refuses, and the invocation is throttled", async () => {
  await using bench = await openCloudBench({ concurrency: 1, behaviour: () => ({ durationMs: 60_000 }) });
  // Of one run alone no more are at work than the account allows: somebody else is, too.
  await using other = await openCloudBench(
    {},
    { runId: "2026-11-30T17-00-00Z-c3d4", endpoint: bench.options.endpoint },
  );
  const changes = { lambda: { invoke: "url" as const }, timeoutSeconds: 90 };
  const first = await (await bench.prepare(changes)).start();
  const second = await (await other.prepare(changes)).start();
  const held = first.invoke(Buffer.from("{}")).catch(() => undefined);
  await expect.poll(() => bench.server.state.callsOf("lambda:InvokeFunctionUrl").length).toBeGreaterThan(0);
  await expect.poll(() => bench.server.state.functions.length).toBe(4);
  const { observation } = await second.invoke(Buffer.from("{}"));
  expect(observation).toMatchObject({ status: "throttled", error: { type: "TooManyRequestsException" } });
  await bench.target.abort();
  await held;
  await other.target.dispose();
});
