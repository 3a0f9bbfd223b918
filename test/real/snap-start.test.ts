import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Variant } from "../../src/plan/variant.ts";
import { endsEnvironment } from "../../src/samples/recorded-environment.ts";
import type { Answer } from "../../src/targets/target.ts";
import { ownPython, withoutPython } from "../process/find-python.ts";
import { type Bench, functionFolder, openBench } from "../process/fixture.ts";
import { clients } from "./clients.ts";
import { partPath, skipReason } from "./parts.ts";

/** This client ends without the names of the log, which functions with SnapStart do not have. */
const wantsLog = "aws-lambda-ric";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

const skipped = withoutPython ? "no python3 on PATH" : skipReason(["awslambdaric"]);

const ric = "awslambdaric";
const bundled = "the bundled Python bootstrap";

describe.skipIf(skipped !== undefined).each([ric, bundled])(
  `SnapStart with %s (${skipped ?? "built"})`,
  (name) => {
    const hooked = (failing?: string, handler?: string) => hookedVariant(name, failing, handler);

    it("runs the hooks in init and in the restore, and gives credentials by their endpoint", async () => {
      const environment = await bench.start(hooked());
      const { observation, body, events } = await environment.invoke(Buffer.from("{}"));
      expect(observation.error).toBeUndefined();
      const { ran, credentials, refused, variables } = documentOf(body);
      expect(ran).toEqual(["before 2", "before 1", "after 1", "after 2"]);
      expect(observation.restoreMs).toBeGreaterThan(0);
      expect(observation.initMs).toBeGreaterThan(0);
      const { initMs = 0, restoreMs = 0, durationMs = 0 } = observation;
      expect(observation.coldStartMs).toBeCloseTo(initMs + restoreMs + durationMs, 6);
      expect(credentials).toMatchObject({ AccessKeyId: "THAW-NOT-A-REAL-KEY", Token: expect.any(String) });
      expect(Date.parse(credentials.Expiration)).toBeGreaterThan(Date.now());
      expect(refused).toBe(404);
      expect(variables).toMatchObject({ AWS_LAMBDA_INITIALIZATION_TYPE: "snap-start" });
      const hidden =
        /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|LAMBDA_LOG_GROUP_NAME|LAMBDA_LOG_STREAM_NAME)$/;
      expect(Object.keys(variables).filter((name) => hidden.test(name))).toEqual([]);
      expect(events?.map(({ type }) => type)).toEqual([
        ...["platform.initStart", "platform.initRuntimeDone", "platform.initReport"],
        ...["platform.restoreStart", "platform.restoreRuntimeDone", "platform.restoreReport"],
        ...["platform.start", "platform.runtimeDone", "platform.report"],
      ]);
      const warm = await environment.invoke(Buffer.from("{}"));
      expect(warm.observation).toMatchObject({ status: "ok", restoreMs: undefined });
      await environment.stop();
    });

    it("fails in init where a hook before the snapshot does", async () => {
      const { observation, text } = await bench.invoke(hooked("before 1"));
      expect(observation).toMatchObject({
        status: "init-error",
        error: {
          type: "Runtime.BeforeSnapshotError",
          message: expect.stringContaining("before 1 went wrong"),
        },
      });
      expect(observation.restoreMs).toBeUndefined();
      expect(observation.failedInitMs).toBeGreaterThan(0);
      expect(JSON.parse(text)).toMatchObject({ errorMessage: "before 1 went wrong" });
    });

    it("fails in the restore where a hook after it does, and there is nothing to go on from", async () => {
      const environment = await bench.start(hooked("after 2"));
      const { observation, body } = await environment.invoke(Buffer.from("{}"));
      expect(observation).toMatchObject({
        status: "init-error",
        error: { type: "Runtime.AfterRestoreError", message: expect.stringContaining("after 2 went wrong") },
      });
      expect(observation.initMs).toBeGreaterThan(0);
      expect(observation.restoreMs).toBeGreaterThan(0);
      expect(documentOf(body)).toMatchObject({ errorMessage: "after 2 went wrong" });
      expect(endsEnvironment(observation)).toBe(true);
      expect(environment.alive).toBe(false);
      await environment.stop();
    });

    it("goes through init and restore again after a reset", async () => {
      const environment = await bench.start(hooked("", "snapshot.exiting_once"));
      const failed = await environment.invoke(Buffer.from("{}"));
      expect(failed.observation).toMatchObject({ status: "crash", error: { type: "Runtime.ExitError" } });
      const { observation, body, events } = await environment.invoke(Buffer.from("{}"));
      expect(observation).toMatchObject({ status: "ok", restoreMs: undefined });
      expect(observation.suppressedInitMs).toBeGreaterThan(0);
      expect(documentOf(body).ran).toHaveLength(4);
      expect(events?.map(({ type }) => type)).toContain("platform.restoreReport");
      await environment.stop();
    });
  },
);

describe("SnapStart with", () => {
  for (const client of clients.filter(({ name }) => !name.startsWith(wantsLog))) {
    const title = client.skipped === undefined ? client.name : `${client.name} (${client.skipped})`;
    it.skipIf(client.skipped !== undefined)(title, async () => {
      const { observation, text } = await bench.invoke({ ...client.variant(), snapStart: true }, 42);
      expect(observation.error).toBeUndefined();
      expect(text).toBe("42");
      // Who asks for an event at once is not interested: there is nothing to restore then.
      expect(observation.restoreMs !== undefined).toBe(restoring.test(client.name));
    });
  }
});

/** The clients that know of snapshots. */
const restoring = /^(awslambdaric|the bundled Python|lambda_runtime|aws-lambda-java)/;

function hookedVariant(name: string, failing = "", handler = "snapshot.handler"): Partial<Variant> {
  return {
    runtime: ownPython ?? "python3.13",
    code: functionFolder("python"),
    handler,
    ...(name === ric ? { bootstrap: ["python3", "-m", "awslambdaric", handler] } : {}),
    snapStart: true,
    environment: { PYTHONPATH: partPath("awslambdaric"), FAILING: failing },
  };
}

function documentOf(body: Answer["body"]) {
  return JSON.parse(Buffer.from(body ?? []).toString("utf8"));
}
