import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { LocalEnvironment } from "../../../src/environment/environment.ts";
import type { LocalAnswer } from "../../../src/environment/serve.ts";
import { snapStart } from "../runtime-api/snap-start.ts";
import { extendedSandbox } from "./child-sandbox.ts";
import { environmentOf, environmentWith, invoke } from "./fixture.ts";

/** An environment of the echo runtime beside one of the scripted extensions. */
function beside(extension: string): Promise<LocalEnvironment> {
  return environmentOf(extendedSandbox("echo", extension), { timeoutSeconds: 20 });
}

/** What an invocation's own events say of its end. */
function ends({ events }: Pick<LocalAnswer, "events">) {
  return events
    .filter(({ type }) => type === "platform.runtimeDone" || type === "platform.report")
    .map(({ type, record }) => ({
      type,
      status: "status" in record ? record.status : undefined,
      errorType: "errorType" in record ? record.errorType : undefined,
    }));
}

function bothAre(status: string, errorType?: string) {
  return [
    { type: "platform.runtimeDone", status, errorType },
    { type: "platform.report", status, errorType },
  ];
}

describe("the end of the runtime's part", () => {
  it("is told at once: an extension may wait for it", async () => {
    const environment = await beside("waits-for-done");
    for (let turn = 0; turn < 2; turn++) {
      const answer = await invoke(environment);
      expect(answer.observation.status).toBe("ok");
      expect(ends(answer)).toEqual(bothAre("success"));
    }
  });

  it("is what it was, whatever an extension does afterwards", async () => {
    const answer = await invoke(await beside("exits-after-runtime"));
    expect(answer.observation).toMatchObject({ status: "crash", error: { type: "Extension.Crash" } });
    expect(ends(answer)).toMatchObject([
      { type: "platform.runtimeDone", status: "success" },
      { type: "platform.report", status: "error", errorType: "Extension.Crash" },
    ]);
  });

  it.each([
    ["exits-at-load", 0],
    ["exits-when-idle", 1],
  ])("is told also where the invocation never reached the runtime: %s", async (runtime, before) => {
    const environment = await environmentWith(runtime);
    for (let turn = 0; turn < before; turn++) {
      await invoke(environment);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(ends(await invoke(environment))).toEqual(bothAre("error", "Runtime.ExitError"));
  });
});

describe("an error that the function reported", () => {
  const event = (headers: Readonly<Record<string, string>>) =>
    JSON.stringify({ document: { errorMessage: "no", errorType: "OrderNotFound" }, headers });

  it("ends nothing, so that the platform's status is success", async () => {
    const answer = await invoke(await environmentWith("reports-error"), event({}));
    expect(answer.observation).toMatchObject({ status: "function-error", error: { type: "OrderNotFound" } });
    expect(ends(answer)).toEqual(bothAre("success"));
  });

  it.each([
    ["Runtime.Handled", "Runtime.Handled"],
    ["OrderNotFound", "Runtime.Unknown"],
    ["Function.order", "Function.Unknown"],
  ])("is an error by a setting, with the type of the header: %s is %s", async (header, type) => {
    const environment = await environmentWith("reports-error", {
      emulation: { functionErrorStatus: "error" },
    });
    const answer = await invoke(environment, event({ "lambda-runtime-function-error-type": header }));
    expect(ends(answer)).toEqual(bothAre("error", type));
  });

  it("tells X-Ray its cause in the document, which the caller does not get", async () => {
    const cause = { exceptions: [], working_directory: "/var/task", paths: ["/var/task/index.mjs"] };
    const document = { errorMessage: "no", errorType: "T", stackTrace: [], errorCause: cause };
    const headers = { "content-type": "application/vnd.aws.lambda.error.cause+json" };
    const environment = await environmentWith("reports-error");
    const answer = await invoke(environment, JSON.stringify({ document, headers }));
    expect(JSON.parse(answer.xrayCause ?? "")).toEqual(cause);
    expect(JSON.parse(answer.body)).toEqual({ errorMessage: "no", errorType: "T", stackTrace: [] });
  });
});

describe("a restore inside an invocation", () => {
  async function second(how: "slow" | "fails") {
    const folder = mkdtempSync(join(tmpdir(), "thaw-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const options = { timeoutSeconds: 1, snapStart };
    const environment = await environmentWith("restores-again", options, join(folder, "flag"), how);
    expect((await invoke(environment)).observation.status).toBe("timeout");
    return { environment, answer: await invoke(environment) };
  }

  it("ends with the function's timeout, as any other part of it", async () => {
    const { environment, answer } = await second("slow");
    expect(answer.observation).toMatchObject({ status: "timeout", error: { type: "Sandbox.Timedout" } });
    expect(answer.observation.durationMs).toBeCloseTo(1000, 3);
    expect(answer.observation.suppressedInitMs).toBe(answer.observation.durationMs);
    expect(ends(answer)).toEqual(bothAre("timeout"));
    expect(environment.alive).toBe(true);
  });

  it("that fails is the environment's end, and its time is known", async () => {
    const { environment, answer } = await second("fails");
    expect(answer.observation).toMatchObject({
      status: "init-error",
      error: { type: "Runtime.AfterRestoreError", message: "no" },
    });
    expect(answer.observation.durationMs).toBeGreaterThan(0);
    expect(answer.observation.suppressedInitMs).toBe(answer.observation.durationMs);
    expect(ends(answer)).toEqual(bothAre("error", "Runtime.AfterRestoreError"));
    expect(environment.alive).toBe(false);
  });
});
