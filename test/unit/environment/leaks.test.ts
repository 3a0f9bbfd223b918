import { readdirSync } from "node:fs";
import { get, request } from "node:http";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { startEnvironment } from "../../../src/environment/environment.ts";
import type { ProcessExit, Sandbox, SandboxLink } from "../../../src/environment/sandbox.ts";
import { systemClock } from "../../../src/shared/clock.ts";
import { environmentOptions } from "./fixture.ts";

// A file of its own: nothing that another test left to be closed is counted here.
describe("a hundred environments", () => {
  it("leave no listener, socket, timer or descriptor behind", async () => {
    await lifeCycle();
    const before = openResources();
    for (let turn = 0; turn < 100; turn++) {
      await lifeCycle();
    }
    await expect.poll(() => openResources() <= before, { timeout: 5000 }).toBe(true);
  });
});

async function lifeCycle(): Promise<void> {
  await using environment = await startEnvironment({
    ...environmentOptions,
    sandbox: new InProcessSandbox(),
    timeoutSeconds: 900,
  });
  for (let turn = 0; turn < 3; turn++) {
    const { observation } = await environment.invoke(Buffer.from("{}"));
    expect(observation.status).toBe("ok");
  }
}

/** Listeners, sockets and timers, and descriptors where they can be counted. */
function openResources(): number {
  const kinds = ["TCPServerWrap", "TCPSocketWrap", "Timeout"];
  const handles = process.getActiveResourcesInfo().filter((kind) => kinds.includes(kind)).length;
  return process.platform === "linux" ? handles + readdirSync("/proc/self/fd").length : handles;
}

/** A runtime that lives in this process: it polls and echoes until the API is gone. */
class InProcessSandbox implements Sandbox {
  readonly method = "spawn";
  readonly extensions = [];
  #link: SandboxLink | undefined;
  #exit: (exit: ProcessExit) => void = () => {};

  async start(link: SandboxLink) {
    this.#link = link;
    return { provisionMs: 0 };
  }

  async launch() {
    void poll(`http://${this.#link?.runtimeApi}/2018-06-01/runtime/invocation`);
    const exited = new Promise<ProcessExit>((resolve) => {
      this.#exit = resolve;
    });
    return { startedAtMs: systemClock.nowMs(), launchMs: 0, exited, signal: () => {} };
  }

  connect(port: number) {
    return connect(port, "127.0.0.1");
  }

  resources() {
    return {};
  }

  async reset() {
    this.#exit({ code: null, signal: "SIGKILL" });
  }

  destroy() {
    return this.reset();
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
