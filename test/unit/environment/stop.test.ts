import { readdirSync } from "node:fs";
import { get, request } from "node:http";
import { describe, expect, it } from "vitest";
import { startEnvironment } from "../../../src/environment/environment.ts";
import type { RuntimeExit, Sandbox } from "../../../src/environment/sandbox.ts";
import { systemClock } from "../../../src/shared/clock.ts";
import { runtimeSandbox } from "./child-sandbox.ts";
import { environmentOf, environmentWith, invoke } from "./fixture.ts";

describe("stopping an environment", () => {
  it("kills its process without a warning, and may be done twice", async () => {
    const sandbox = runtimeSandbox("echo");
    const environment = await environmentOf(sandbox);
    await invoke(environment);
    await environment.stop();
    expect(await sandbox.exited).toEqual({ code: null, signal: "SIGKILL" });
    expect(environment.alive).toBe(false);
    await environment.stop();
  });

  it("ends an invocation under way", async () => {
    const environment = await environmentWith("hangs");
    const invoked = invoke(environment);
    await expect(environment.invoke(Buffer.from("{}"))).rejects.toThrow(
      "expected a free environment, got a busy one",
    );
    await environment.stop();
    expect((await invoked).observation.status).toBe("crash");
  });

  it("never throws, even when the sandbox does", async () => {
    const sandbox = runtimeSandbox("echo");
    const environment = await environmentOf(sandbox);
    const destroy = sandbox.destroy.bind(sandbox);
    sandbox.destroy = () => Promise.reject(new Error("cannot"));
    await environment.stop();
    await destroy();
  });

  it("leaves no listener, socket or timer behind, after a hundred environments", async () => {
    await lifeCycle();
    const before = openResources();
    for (let turn = 0; turn < 100; turn++) {
      await lifeCycle();
    }
    await expect.poll(openResources, { timeout: 5000 }).toEqual(before);
  });
});

async function lifeCycle(): Promise<void> {
  await using environment = await startEnvironment({
    sandbox: new InProcessSandbox(),
    clock: systemClock,
    functionArn: "arn",
    memoryMb: 128,
    timeoutSeconds: 900,
  });
  for (let turn = 0; turn < 3; turn++) {
    const { observation } = await environment.invoke(Buffer.from("{}"));
    expect(observation.status).toBe("ok");
  }
}

/** Every kind of open handle with its count, and the number of descriptors where they can be counted. */
function openResources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (kind === "TCPServerWrap" || kind === "TCPSocketWrap" || kind === "Timeout") {
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }
  if (process.platform === "linux") {
    counts.descriptors = readdirSync("/proc/self/fd").length;
  }
  return counts;
}

/** A runtime that lives in this process: it polls and echoes until the API is gone. */
class InProcessSandbox implements Sandbox {
  readonly method = "spawn";
  readonly exited: Promise<RuntimeExit>;
  #exit: (exit: RuntimeExit) => void = () => {};

  constructor() {
    this.exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
  }

  async start(runtimeApi: string) {
    void poll(`http://${runtimeApi}/2018-06-01/runtime/invocation`);
    return { startedAtMs: systemClock.nowMs(), provisionMs: 0 };
  }

  resources() {
    return {};
  }

  log() {
    return "";
  }

  async destroy() {
    this.#exit({ code: null, signal: "SIGKILL" });
  }
}

function poll(url: string): void {
  get(`${url}/next`, { agent: false }, (event) => {
    event.resume().on("end", () => {
      const id = String(event.headers["lambda-runtime-aws-request-id"]);
      const sent = request(`${url}/${id}/response`, { agent: false, method: "POST" }, (answer) => {
        answer.resume().on("end", () => poll(url));
      });
      sent.on("error", () => {});
      sent.end("{}");
    });
  }).on("error", () => {});
}
