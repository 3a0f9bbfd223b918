import { describe, expect, it } from "vitest";
import { linesOfTail, readInvocationLog } from "../../../../src/targets/aws-lambda/invocation-log.ts";
import { observe } from "../../../../src/targets/aws-lambda/observe.ts";
import type { Seen } from "../../../../src/targets/aws-lambda/seen.ts";

const id = "8d5958b5-559f-43f3-b278-b71dd7dd0e01";
const initStart =
  "INIT_START Runtime Version: nodejs:24.v10\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0a";
const start = `START RequestId: ${id} Version: $LATEST`;
const end = `END RequestId: ${id}`;
const report = (fields: string) =>
  `REPORT RequestId: ${id}\tDuration: 2.46 ms\tBilled Duration: 417 ms\tMemory Size: 128 MB\tMax Memory Used: 66 MB\t${fields}`;
const withInit = report("Init Duration: 413.61 ms\t");

function seen(lines: readonly string[], changes: Partial<Seen> = {}): Seen {
  return {
    cold: true,
    method: "config-update",
    payload: Buffer.from('{"ok":true}'),
    roundTripMs: 520,
    answered: true,
    mayHaveExtensions: false,
    tail: true,
    log: readInvocationLog(
      lines.map((text) => ({ text })),
      id,
    ),
    ...changes,
  };
}

const failure = (errorType: string, errorMessage: string) => ({
  functionError: "Unhandled",
  payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
});

describe("an observation on Lambda", () => {
  it("keeps what REPORT says, and what of the round trip nobody accounts for", () => {
    expect(observe(seen([initStart, start, end, withInit]))).toEqual({
      status: "ok",
      initMs: 413.61,
      durationMs: 2.46,
      coldStartMs: 413.61 + 2.46,
      coldTotalMs: 520,
      roundTripMs: 520,
      unattributedMs: expect.closeTo(520 - (413.61 + 2.46)),
      billedMs: 417,
      maxMemoryMb: 66,
      runtimeVersionArn: "arn:aws:lambda:us-east-1::runtime:0a",
      responseBytes: 11,
    });
  });

  it("is contaminated when a forced cold start was none, or a warm one was", () => {
    expect(observe(seen([start, end, report("")])).status).toBe("contaminated");
    expect(observe(seen([start, end, withInit], { cold: false })).status).toBe("contaminated");
    expect(observe(seen([start, end, report("")], { cold: false, roundTripMs: 20 })).status).toBe("ok");
  });

  it("is contaminated when the answer came before its init can have ended", () => {
    expect(observe(seen([initStart, start, end, withInit], { roundTripMs: 30 })).status).toBe("contaminated");
    const sum = { roundTripMs: 414.5 };
    expect(observe(seen([initStart, start, end, withInit], sum)).status).toBe("contaminated");
    // Extensions may go on after the answer.
    expect(observe(seen([initStart, start, end, withInit], { ...sum, mayHaveExtensions: true })).status).toBe(
      "ok",
    );
  });

  it("is contaminated when most of its init cannot have been waited for, by the least that the way takes", () => {
    const lines = [initStart, start, end, withInit];
    const far = (leastWayMs: number | undefined) =>
      observe(seen(lines, { roundTripMs: 600, leastWayMs })).status;
    // 600 ms hold init and duration. Of 450 ms of way they hold little of the init, of 300 ms most.
    expect([far(undefined), far(300), far(450)]).toEqual(["ok", "ok", "contaminated"]);
  });

  it("is contaminated when lines tell that its environment was ready before it was invoked", () => {
    const at = (ms: number) => new Date(Date.parse("2026-11-23T19:20:11.000Z") + ms).toISOString();
    const event = (ms: number, type: string, record: object) =>
      JSON.stringify({ time: at(ms), type: `platform.${type}`, record });
    const metrics = { durationMs: 1.5, billedDurationMs: 102, memorySizeMB: 128, maxMemoryUsedMB: 66 };
    const lines = (startMs: number, withReport: boolean) => [
      event(0, "initStart", { initializationType: "on-demand", phase: "init" }),
      ...(withReport
        ? [event(101, "initReport", { phase: "init", status: "success", metrics: { durationMs: 100 } })]
        : []),
      event(startMs, "start", { requestId: id, version: "$LATEST" }),
      event(startMs + 2, "report", { requestId: id, metrics: { ...metrics, initDurationMs: 100 } }),
    ];
    for (const withReport of [true, false]) {
      expect(observe(seen(lines(104, withReport))).status).toBe("ok");
      expect(observe(seen(lines(400, withReport))).status).toBe("contaminated");
      expect(observe(seen(lines(240_000, withReport))).status).toBe("contaminated");
    }
  });

  it("of a text log is so by the times of CloudWatch Logs, which are less exact", () => {
    const status = (startMs: number) => {
      const atMs = [0, startMs, startMs + 3, startMs + 3];
      const lines = [initStart, start, end, withInit].map((text, index) => ({ text, atMs: atMs[index] }));
      return observe(seen([], { log: readInvocationLog(lines, id) })).status;
    };
    expect([status(415), status(900), status(2000)]).toEqual(["ok", "ok", "contaminated"]);
  });

  it("of a forced restore is contaminated when an init stands in its place", () => {
    const lines = [initStart, start, end, withInit];
    expect(observe(seen(lines, { method: "restore" }))).toMatchObject({
      status: "contaminated",
      error: { message: "a restore was forced, and the environment was initialised in its place" },
    });
  });

  it("of an environment that was to be ready ahead is contaminated when it was not", () => {
    const lines = (type: string) => [
      `{"time":"2026-11-23T19:20:11.000Z","type":"platform.initStart","record":{"initializationType":"${type}","phase":"init"}}`,
      start,
      withInit,
    ];
    const status = (type: string) => observe(seen(lines(type), { method: "provisioned" })).status;
    expect([status("provisioned-concurrency"), status("on-demand")]).toEqual(["ok", "contaminated"]);
  });

  it("of an init that failed first holds both, and is no less cold", () => {
    const lines = [
      initStart,
      "INIT_REPORT Init Duration: 10000.12 ms\tPhase: init\tStatus: timeout",
      start,
      end,
      report(""),
    ];
    const observation = observe(seen(lines, { roundTripMs: 12_000 }));
    expect(observation).toMatchObject({ status: "ok", failedInitMs: 10000.12, coldStartMs: 10000.12 + 2.46 });
    expect(observation.initMs).toBeUndefined();
  });

  it("of a restore has that in place of an init", () => {
    const restored = report("Restore Duration: 398.97 ms\tBilled Restore Duration: 303 ms\t");
    expect(observe(seen(["RESTORE_START Runtime Version: java:21.v38", start, end, restored]))).toMatchObject(
      {
        status: "ok",
        restoreMs: 398.97,
        billedRestoreMs: 303,
        coldStartMs: 398.97 + 2.46,
      },
    );
  });

  it("of an environment that was initialised ahead has that init, and nobody waited for it", () => {
    const ahead = { method: "provisioned", roundTripMs: 20 } as const;
    expect(observe(seen([start, end, withInit], ahead))).toMatchObject({
      status: "ok",
      initMs: 413.61,
      coldTotalMs: 20,
      unattributedMs: expect.closeTo(20 - 2.46),
    });
    expect(observe(seen([start, end, report("")], ahead)).status).toBe("contaminated");
  });

  it("keeps fields that nobody knows yet", () => {
    const { otherFacts } = observe(
      seen([initStart, start, end, report("Init Duration: 400.00 ms\tTenant Id: blue\t")]),
    );
    expect(otherFacts).toEqual({ "Tenant Id": "blue" });
  });

  it("holds what the JSON format alone tells, as numbers", () => {
    const at = "2026-11-23T19:20:11";
    const lines = [
      `{"time":"${at}.000Z","type":"platform.initStart","record":{"initializationType":"on-demand","phase":"init"}}`,
      `{"time":"${at}.095Z","type":"platform.initRuntimeDone","record":{"phase":"init","status":"success"}}`,
      `{"time":"${at}.101Z","type":"platform.start","record":{"requestId":"${id}"}}`,
      `{"time":"${at}.120Z","type":"platform.runtimeDone","record":{"requestId":"${id}","status":"success","metrics":{"durationMs":17.12,"producedBytes":50},"spans":[{"name":"responseLatency","durationMs":1.613},{"name":"runtimeOverhead","durationMs":15.246}]}}`,
      `{"time":"${at}.121Z","type":"platform.report","record":{"requestId":"${id}","metrics":{"durationMs":18.9,"initDurationMs":100},"spans":[{"name":"extensionOverhead","durationMs":1.5}],"status":"success"}}`,
    ];
    const observation = observe(seen(lines, { answered: false, payload: new Uint8Array() }));
    expect(observation.platformMs).toEqual({
      initRuntimeDone: 95,
      runtimeDone: 17.12,
      responseLatency: 1.613,
      runtimeOverhead: 15.246,
      extensionOverhead: 1.5,
    });
    expect(observation).toMatchObject({ status: "ok", responseBytes: 50 });
    expect(observation.otherFacts).toBeUndefined();
  });

  it("whose report never came keeps what is known of it", () => {
    expect(observe(seen([initStart, start, end]))).toEqual({
      status: "target-error",
      error: {
        type: "Thaw.NoReport",
        message: "no REPORT line came: what it took and what it cost is not known",
      },
      coldTotalMs: 520,
      roundTripMs: 520,
      responseBytes: 11,
    });
    const failed = { log: undefined, ...failure("Error", "it went wrong") };
    expect(observe(seen([], failed))).toMatchObject({ status: "function-error", roundTripMs: 520 });
  });

  it("without the log's end knows the round trip alone, and says so", () => {
    expect(observe(seen([], { cold: false, tail: false, log: undefined, roundTripMs: 20 }))).toEqual({
      status: "ok",
      roundTripMs: 20,
      responseBytes: 11,
      tail: false,
    });
  });
});

describe("the status of a failed invocation", () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["Error", "it went wrong", withInit, "function-error"],
    ["Sandbox.Timedout", `RequestId: ${id} Error: Task timed out after 3.00 seconds`, withInit, "timeout"],
    ["", `2024-03-04T17:22:38.033Z ${id} Task timed out after 3.00 seconds`, withInit, "timeout"],
    [
      "Runtime.ExitError",
      `RequestId: ${id} Error: Runtime exited with error: exit status 1`,
      withInit,
      "crash",
    ],
    ["Extension.Crash", "", withInit, "crash"],
    ["Runtime.OutOfMemory", "", withInit, "out-of-memory"],
    ["Runtime.ImportModuleError", "Error: Cannot find module 'index'", report(""), "init-error"],
  ];
  it.each(cases)("%s: %s", (type, message, line, status) => {
    const lines = [initStart, start, end, line];
    expect(observe(seen(lines, failure(type, message)))).toMatchObject({ status, error: { message } });
  });

  it("of a process that was killed with its memory full is out-of-memory", () => {
    const full = `REPORT RequestId: ${id}\tDuration: 90.00 ms\tBilled Duration: 90 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tInit Duration: 100.00 ms\t`;
    const killed = failure(
      "Runtime.ExitError",
      `RequestId: ${id} Error: Runtime exited with error: signal: killed`,
    );
    expect(observe(seen([initStart, start, end, full], killed)).status).toBe("out-of-memory");
  });

  it("where only the log tells it, as of an event, is the log's", () => {
    const lines = [
      initStart,
      start,
      end,
      report("Init Duration: 9.00 ms\tStatus: error\tError Type: Runtime.ExitError"),
    ];
    expect(observe(seen(lines, { answered: false, payload: new Uint8Array() }))).toMatchObject({
      status: "crash",
      error: { type: "Runtime.ExitError" },
    });
  });
});

describe("an invocation whose failure its log alone tells", () => {
  const document = '{"errorType":"TypeError","errorMessage":"x is not a function","stack":[]}';
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      "as Node.js writes it",
      `2026-11-23T19:20:11.123Z\t${id}\tERROR\tInvoke Error \t${document}`,
      "function-error",
      "x is not a function",
    ],
    [
      "as Node.js writes it in JSON",
      JSON.stringify({ level: "ERROR", requestId: id, message: `Invoke Error \t${document}` }),
      "function-error",
      "x is not a function",
    ],
    [
      "of a crash",
      `RequestId: ${id} Error: Runtime exited with error: exit status 1`,
      "crash",
      "Runtime exited with error: exit status 1",
    ],
    [
      "of a timeout",
      `2026-11-23T19:20:14.123Z ${id} Task timed out after 3.00 seconds`,
      "timeout",
      "Task timed out after 3.00 seconds",
    ],
  ];
  it.each(cases)("%s", (_title, line, status, message) => {
    const lines = [initStart, start, line, end, withInit];
    const event = { answered: false, payload: new Uint8Array() };
    expect(observe(seen(lines, event))).toMatchObject({ status, error: { message } });
    const page = { functionError: "Unhandled", payload: Buffer.from("Internal Server Error") };
    expect(observe(seen(lines, page))).toMatchObject({ status, error: { message } });
    // Where the caller has its answer, that counts, and not what a function may print.
    expect(observe(seen(lines)).status).toBe("ok");
  });

  it("and tells nothing by a line of another invocation", () => {
    const line = `2026-11-23T19:20:11.123Z\tanother\tERROR\tInvoke Error \t${document}`;
    expect(observe(seen([initStart, start, line, end, withInit], { answered: false })).status).toBe("ok");
  });
});

describe("the end of a log", () => {
  it("that is cut in the middle of a line loses that line alone", () => {
    const text = `${"x".repeat(5000)}\n${start}\n${end}\n${withInit}\n`;
    const tail = Buffer.from(text).subarray(-4096).toString("base64");
    const { lines, whole } = linesOfTail(tail);
    expect(whole).toBe(false);
    expect(lines[0]?.text).toBe(start);
    expect(readInvocationLog(lines, id).report?.initMs).toBe(413.61);
  });

  it("is whole below 4 KB", () => {
    const { lines, whole } = linesOfTail(Buffer.from(`${initStart}\n${start}`).toString("base64"));
    expect(whole).toBe(true);
    expect(readInvocationLog(lines, id).beganCold).toBe(true);
  });

  it("counts the platform's REPORT, not one that the function printed before it", () => {
    const printed = withInit.replace("2.46", "1.00");
    expect(
      readInvocationLog(
        [printed, withInit].map((text) => ({ text })),
        id,
      ).report?.durationMs,
    ).toBe(2.46);
    expect(readInvocationLog([{ text: withInit }], "another").report).toBeUndefined();
  });
});
