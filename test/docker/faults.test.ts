import { execFileSync, spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LostError } from "../../src/shared/errors.ts";
import { ownName } from "../../src/targets/local/owner.ts";
import { layerOf } from "../process/script-layer.ts";
import { withoutEngine } from "./engine.ts";
import { ask, type DockerBench, openDockerBench } from "./fixture.ts";

const skipped = withoutEngine === undefined ? "" : ` (${withoutEngine})`;

describe.skipIf(withoutEngine !== undefined)(`a container sandbox whose memory runs out${skipped}`, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("in an invocation says so with the limit and the peak, and goes on after a reset", async () => {
    const environment = await bench.start({ memoryMb: 128 });
    try {
      const { observation } = await ask(environment, { action: "touch", megabytes: 200 });
      expect(observation).toMatchObject({ status: "out-of-memory", error: { type: "Runtime.OutOfMemory" } });
      expect(observation.error?.message).toMatch(
        /signal: killed \(the memory limit is 128 MB, the peak was 12\d\.\d MB\)/,
      );
      expect((await ask(environment, {})).observation.status).toBe("ok");
    } finally {
      await environment.stop();
    }
  });

  it("in init is out of memory, not any failed init", async () => {
    const { observation } = await bench.invoke({}, { memoryMb: 128, environment: { PROBE_INIT_MB: "300" } });
    expect(observation).toMatchObject({ status: "out-of-memory", error: { type: "Runtime.OutOfMemory" } });
    expect(observation.error?.message).toContain("the memory limit is 128 MB, the peak was 12");
  });

  it("in a child process leaves the runtime alive: its own failure says what the limit has ended", async () => {
    const environment = await bench.start({ memoryMb: 256 });
    try {
      const { observation } = await ask(environment, {
        action: "run",
        command: "node -e 'Buffer.alloc(5e8, 1)'",
      });
      expect(observation.status).toBe("function-error");
      expect(observation.error?.message).toMatch(
        /Command failed[\s\S]*\(memory ran out and ended 1 of its processes: the memory limit is 256 MB/,
      );
      expect((await ask(environment, {})).observation).toMatchObject({ status: "ok" });
    } finally {
      await environment.stop();
    }
  });

  it("in an extension is out of memory, and names it", async () => {
    using greedy = layerOf({ "extensions/greedy": { content: greedyExtension, mode: 0o755 } });
    const { observation } = await bench.invoke({}, { memoryMb: 256, layers: greedy.layers });
    expect(observation).toMatchObject({ status: "out-of-memory", error: { type: "Extension.Crash" } });
    expect(observation.error?.message).toMatch(/extension greedy.*the memory limit is 256 MB/);
  });
});

describe.skipIf(withoutEngine !== undefined)(`a container sandbox with bad company${skipped}`, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("ends a runtime and an extension that do not listen to SIGTERM", async () => {
    using deaf = layerOf({ "extensions/deaf": { content: deafExtension, mode: 0o755 } });
    const { observation } = await bench.invoke({ action: "deaf" }, { layers: deaf.layers });
    expect(observation.status).toBe("ok");
    // What is left of them is removed later, with nothing in it but the first process.
    expect(containers().flatMap((id) => docker("top", id, "-eo", "pid,args").slice(1))).toSatisfy(
      (lines: readonly string[]) => lines.every((line) => line.includes("/.thaw/init ")),
    );
  });

  it("ends what has left its session", async () => {
    const command = "setsid sh -c 'sleep 4545 & sleep 4545 &' >/dev/null 2>&1 </dev/null &";
    expect((await bench.invoke({ action: "run", command })).observation.status).toBe("ok");
    expect(spawnSync("pgrep", ["-fx", "sleep 4545"], { encoding: "utf8" }).stdout).toBe("");
  });

  it("takes processes up to Lambda's limit, and the next environment finds all of them gone", async () => {
    const command = "for i in $(seq 1200); do sleep 4646 >/dev/null 2>&1 & done; true";
    const free = { timeoutSeconds: 30, docker: { limitCpu: false } };
    const { observation, log } = await bench.invoke({ action: "run", command }, free);
    expect(`${observation.error?.message} ${log}`).toMatch(/fork|Resource temporarily unavailable/i);
    expect((await bench.invoke({})).observation.status).toBe("ok");
    expect(spawnSync("pgrep", ["-fx", "sleep 4646"], { encoding: "utf8" }).stdout).toBe("");
  });
});

describe.skipIf(withoutEngine !== undefined)(`a container that somebody else${skipped}`, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
    await bench.invoke({});
  });
  afterAll(() => bench[Symbol.asyncDispose]());
  const long = { action: "run", command: "sleep 30" };

  it.each([
    ["removes", ["rm", "--force"], /ended from outside: it is removed/],
    ["stops", ["stop"], /ended from outside: it is exited, exit code 137/],
  ])("%s is an error of this environment, and the next is well", async (_, command, words) => {
    const environment = await bench.start({ timeoutSeconds: 20 });
    const answer = ask(environment, long);
    docker(...command, newest());
    await expect(answer).rejects.toThrow(words);
    await environment.stop();
    expect((await bench.invoke({})).observation.status).toBe("ok");
  });

  it("pauses is an error of this environment, is removed all the same, and the next is well", async () => {
    const environment = await bench.start({ timeoutSeconds: 1 });
    const answer = ask(environment, long);
    docker("pause", newest());
    await expect(answer).rejects.toThrow("somebody has paused the container");
    await environment.stop();
    expect((await bench.invoke({})).observation.status).toBe("ok");
    expect(docker("ps", "--filter", "status=paused", ...ours)).toEqual([]);
  });

  it.each([
    ["the idle container", (idle: string) => docker("rm", "--force", idle)],
    ["the network", (idle: string) => docker("network", "disconnect", "--force", networkOf(idle), idle)],
  ])("takes the ground from, by removing %s, is lost, and the next has new ground", async (_, remove) => {
    const environment = await bench.start({ timeoutSeconds: 3 });
    const answer = ask(environment, long);
    remove(oldest());
    await expect(answer).rejects.toThrow(LostError);
    await environment.stop();
    expect((await bench.invoke({})).observation.status).toBe("ok");
  });
});

const ours = ["--filter", `label=thaw.owner=${ownName()}`, "--format", "{{.ID}}"];

function docker(...args: readonly string[]): readonly string[] {
  const text = execFileSync("docker", args, { encoding: "utf8", stdio: "pipe" });
  return text.split("\n").filter((line) => line !== "");
}

/** Running ones of this process, the youngest first: of a sandbox, and last the idle one. */
function containers(): readonly string[] {
  return docker("ps", ...ours);
}

function newest(): string {
  return String(containers().at(0));
}

function oldest(): string {
  return String(containers().at(-1));
}

function networkOf(container: string): string {
  return String(
    docker(
      "inspect",
      "--format",
      "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}",
      container,
    )[0],
  );
}

const extension = (onEvent: string, onTerm = "") => `#!/usr/bin/env node
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension/";
${onTerm}
(async () => {
  const registered = await fetch(api + "register", {
    method: "POST",
    headers: { "Lambda-Extension-Name": require("path").basename(__filename) },
    body: JSON.stringify({ events: ["INVOKE", "SHUTDOWN"] }),
  });
  const headers = { "Lambda-Extension-Identifier": registered.headers.get("lambda-extension-identifier") };
  for (;;) {
    const { eventType } = await (await fetch(api + "event/next", { headers })).json();
    ${onEvent}
  }
})();
`;
const greedyExtension = extension("Buffer.alloc(5e8, 1);");
const deafExtension = extension(
  'if (eventType === "SHUTDOWN") await new Promise(() => setInterval(() => {}, 1000));',
  'process.on("SIGTERM", () => {});',
);
