import { expect, test } from "vitest";
import { eventForms, type LogFormat } from "../../../../src/runtime-api/telemetry/event-form.ts";
import type { Subscription, SubscriptionApi } from "../../../../src/runtime-api/telemetry/subscription.ts";
import type { TelemetryEvent } from "../../../../src/runtime-api/telemetry/telemetry-event.ts";
import { httpTo, line, platform } from "./subscriptions.ts";

function subscription(api: SubscriptionApi, schemaVersion: string): Subscription {
  return httpTo(8080, { api, schemaVersion });
}

function shaped(version: string, event: TelemetryEvent, logFormat: LogFormat = "Text"): readonly unknown[] {
  const api = version.startsWith("2022") || version.startsWith("2025") ? "telemetry" : "logs";
  const form = eventForms(logFormat).for(subscription(api, version));
  return form(event).map((text) => JSON.parse(text));
}

function records(version: string, event: TelemetryEvent, logFormat?: LogFormat): readonly unknown[] {
  return shaped(version, event, logFormat).map((value) =>
    typeof value === "object" && value !== null && "record" in value ? value.record : undefined,
  );
}

const logged = '{"level":"INFO","message":"hi"}';
const report = {
  requestId: "r-1",
  status: "success",
  metrics: { durationMs: 1.5, billedDurationMs: 2, memorySizeMB: 128, maxMemoryUsedMB: 40 },
  spans: [{ name: "extensionOverhead" }],
};

test("the keys come in Lambda's order and the time in ISO 8601", () => {
  const form = eventForms("Text").for(subscription("telemetry", "2022-12-13"));

  expect(form(platform("platform.start", { requestId: "r-1" }))).toEqual([
    '{"time":"2026-11-23T19:20:11.456Z","type":"platform.start","record":{"requestId":"r-1"}}',
  ]);
});

test("no form of an event has a newline in it", () => {
  const pretty = JSON.stringify({ message: "hi" }, undefined, 2);
  for (const version of ["2022-07-01", "2022-12-13", "2025-01-29", "2020-08-15", "2021-03-18"]) {
    for (const text of shaped(version, line(`${pretty}\n`), "JSON").map((value) => JSON.stringify(value))) {
      expect(text).not.toContain("\n");
    }
  }
});

test("a JSON line of a function with JSON logs is a string up to 2022-07-01 and an object from 2022-12-13 on", () => {
  expect(records("2022-07-01", line(logged), "JSON")).toEqual([logged]);
  expect(records("2022-12-13", line(logged), "JSON")).toEqual([{ level: "INFO", message: "hi" }]);
  expect(records("2025-01-29", line(logged), "JSON")).toEqual([{ level: "INFO", message: "hi" }]);
});

test("a JSON line of a function with text logs is a string", () => {
  expect(records("2022-12-13", line(logged), "Text")).toEqual([logged]);
});

test("a record that is an object is a string in the schemas that have only strings", () => {
  const event = { ...line(""), record: { message: "hi" } };

  expect(records("2022-07-01", event)).toEqual(['{"message":"hi"}']);
  expect(records("2020-08-15", event)).toEqual(['{"message":"hi"}']);
  expect(records("2022-12-13", event)).toEqual([{ message: "hi" }]);
});

test("what only looks like a JSON object stays a string", () => {
  for (const text of ["{not json}", "[1]", "12", '"text"', "{", ""]) {
    expect(records("2022-12-13", line(text), "JSON")).toEqual([text]);
  }
});

test("extensions' lines are treated as the function's", () => {
  expect(records("2022-12-13", { ...line(logged), type: "extension" }, "JSON")).toEqual([
    { level: "INFO", message: "hi" },
  ]);
});

test("versions with the same schema share one form", () => {
  const forms = eventForms("JSON");

  expect(forms.for(subscription("telemetry", "2025-01-29"))).toBe(
    forms.for(subscription("telemetry", "2022-12-13")),
  );
});

test("each API gives subscriptions the name that its schema knows", () => {
  const record = { name: "lens", state: "Subscribed", types: ["function"] };
  for (const type of ["platform.telemetrySubscription", "platform.logsSubscription"]) {
    expect(shaped("2022-07-01", platform(type, record))).toMatchObject([
      { type: "platform.telemetrySubscription", record },
    ]);
    expect(shaped("2021-03-18", platform(type, record))).toMatchObject([
      { type: "platform.logsSubscription", record },
    ]);
  }
});

test("the Logs API has an end before the report, and a report of fewer fields", () => {
  expect(shaped("2020-08-15", platform("platform.report", report))).toEqual([
    { time: "2026-11-23T19:20:11.456Z", type: "platform.end", record: { requestId: "r-1" } },
    {
      time: "2026-11-23T19:20:11.456Z",
      type: "platform.report",
      record: { requestId: "r-1", metrics: report.metrics },
    },
  ]);
});

test("the Logs API tells of a timeout and of a crash as a fault, in AWS's newer words", () => {
  const crash = { ...report, status: "error", errorType: "Runtime.ExitError" };
  const timeout = { ...report, status: "timeout" };

  expect(shaped("2020-08-15", platform("platform.report", crash))).toMatchObject([
    { type: "platform.fault", record: "RequestId: r-1 Status: error\tErrorType: Runtime.ExitError" },
    { type: "platform.end" },
    { type: "platform.report" },
  ]);
  expect(shaped("2020-08-15", platform("platform.report", timeout))).toMatchObject([
    { type: "platform.fault", record: "RequestId: r-1 Status: timeout" },
    { type: "platform.end" },
    { type: "platform.report" },
  ]);
});

test("an error that the runtime reported itself is no fault", () => {
  const thrown = { ...report, status: "error", errorType: "Runtime.Unknown" };

  expect(shaped("2020-08-15", platform("platform.report", thrown))).toHaveLength(2);
});

test("runtimeDone is for version 2021-03-18 of the Logs API, with one of its three outcomes", () => {
  const event = platform("platform.runtimeDone", {
    requestId: "r-1",
    status: "error",
    metrics: {},
    spans: [],
  });

  expect(shaped("2020-08-15", event)).toEqual([]);
  expect(records("2021-03-18", event)).toEqual([{ requestId: "r-1", status: "failure" }]);
});

test("the Logs API is told of an init only where it was not on demand", () => {
  const metrics = { durationMs: 731.79 };
  const onDemand = { initializationType: "on-demand", phase: "init", status: "success", metrics };
  const snapStart = { ...onDemand, initializationType: "snap-start" };

  for (const type of ["platform.initStart", "platform.initRuntimeDone", "platform.initReport"]) {
    expect(shaped("2021-03-18", platform(type, onDemand))).toEqual([]);
  }
  expect(records("2021-03-18", platform("platform.initReport", snapStart))).toEqual([
    { initializationType: "snap-start", metrics: { durationMs: 731.79, billedDurationMs: 732 } },
  ]);
  expect(records("2021-03-18", platform("platform.initRuntimeDone", snapStart))).toEqual([
    { initializationType: "snap-start", status: "success" },
  ]);
});

test("the other events of the Logs API have the fields of its examples", () => {
  const start = { requestId: "r-1", version: "$LATEST", tracing: {} };
  const extension = { name: "lens", state: "Ready", events: ["INVOKE"], errorType: "x" };
  const dropped = { droppedBytes: 1, droppedRecords: 2, reason: "slow" };

  expect(records("2020-08-15", platform("platform.start", start))).toEqual([
    { requestId: "r-1", version: "$LATEST" },
  ]);
  expect(records("2020-08-15", platform("platform.extension", extension))).toEqual([
    { name: "lens", state: "Ready", events: ["INVOKE"] },
  ]);
  expect(records("2020-08-15", platform("platform.logsDropped", dropped))).toEqual([dropped]);
  expect(records("2020-08-15", platform("platform.restoreStart", { functionName: "x" }))).toEqual([{}]);
  expect(records("2021-03-18", platform("platform.restoreRuntimeDone", { status: "success" }))).toEqual([
    { status: "success" },
  ]);
  expect(records("2020-08-15", platform("platform.restoreReport", { metrics: {}, status: "x" }))).toEqual([
    { metrics: {} },
  ]);
});

test("the Logs API leaves out events that its schema does not have", () => {
  expect(shaped("2021-03-18", platform("platform.somethingNew", {}))).toEqual([]);
});
