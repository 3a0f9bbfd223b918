import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownUser, sandboxUser } from "../../src/targets/docker/sandbox-user.ts";
import { withoutEngine } from "./engine.ts";
import { ask, type DockerBench, openDockerBench } from "./fixture.ts";

const name = `a container sandbox${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
/** Numbers of system calls of i386. */
const [getpid, unshare] = [20, 310];

describe.skipIf(withoutEngine !== undefined)(name, () => {
  let bench: DockerBench;
  beforeAll(async () => {
    bench = await openDockerBench();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  it("is Lambda's from inside: user, folder, cores, limits, rights, names", async () => {
    const { told, observation } = await bench.invoke({ action: "facts" });
    expect(observation.status).toBe("ok");
    expect(told).toMatchObject({ ...sandboxUser(ownUser(), false), cwd: "/var/task" });
    expect(told.cores).toBeLessThanOrEqual(2);
    expect(told.status).toMatch(/^CapEff:\t0000000000000000$/m);
    expect(told.status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(told.limits).toMatch(/^Max open files +1024 +1024/m);
    expect(told.hosts).toMatch(/^127\.0\.0\.1\tsandbox\.localdomain$/m);
  });

  it("may not make name spaces or attach to the kernel, and may start threads and processes", async () => {
    const commands = ["unshare --user true", "unshare --net true", "mount -t tmpfs none /tmp", "true"];
    const command = commands.map((words) => `${words} 2>&1 && echo yes || echo no`).join("; ");
    const { told } = await bench.invoke({ action: "run", command });
    const answers = String(told.text)
      .split("\n")
      .filter((line) => line === "yes" || line === "no");
    expect(answers).toEqual(["no", "no", "no", "yes"]);
    expect(told.text).toContain("unshare failed: Operation not permitted");
    const { told: facts } = await bench.invoke({ action: "facts" });
    expect(facts.status).toMatch(/^Seccomp:\t2$/m);
  });

  it.skipIf(!runs32Bit())("runs programs of 32 bits, and forbids them the same", async () => {
    const place = (bytes: Buffer) =>
      `echo ${bytes.toString("base64")} | base64 -d > /tmp/a; chmod +x /tmp/a; /tmp/a; echo $?`;
    const told = async (system: number) =>
      (await bench.invoke({ action: "run", command: place(program32(system)) })).told;
    expect(await told(getpid)).toEqual({ text: "0\n" });
    expect(await told(unshare)).toEqual({ text: "1\n" });
  });

  it("gives the function Lambda's variables and the image's, and none of its own or the user's", async () => {
    const { told } = await bench.invoke({ action: "facts" }, { environment: { COLOUR: "blue" } });
    const variables = told.variables as Record<string, string>;
    expect(variables).toMatchObject({
      COLOUR: "blue",
      LAMBDA_TASK_ROOT: "/var/task",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      _HANDLER: "index.handler",
    });
    expect(Object.keys(variables).filter((key) => /^(THAW|HOSTNAME$|HOME$|TMPDIR$)/.test(key))).toEqual([]);
  });

  it("has phases whose sum is the whole, and begins init with its first process", async () => {
    const { observation } = await bench.invoke({});
    const { provisionMs = 0, initMs = 0, invokeMs = 0, durationMs = 0, gapMs } = observation;
    expect(provisionMs).toBeGreaterThan(0);
    expect(initMs).toBeGreaterThan(0);
    expect(gapMs).toBeGreaterThan(0);
    expect(observation.initStart).toBeUndefined();
    expect(observation.coldStartMs).toBeCloseTo(initMs + durationMs, 6);
    expect(observation.coldTotalMs).toBeCloseTo(provisionMs + initMs + invokeMs, 6);
  });

  it("is read-only but for /tmp", async () => {
    const written = async (path: string) => (await bench.invoke({ action: "write", path })).told;
    expect(await written("/var/task/new")).toEqual({ code: "EROFS" });
    expect(await written("/opt/new")).toEqual({ code: "EROFS" });
    expect(await written("/usr/new")).toEqual({ code: "EROFS" });
    expect(await written("/tmp/new")).toEqual({ done: true });
  });

  it("gives each environment an empty /tmp that is not memory", async () => {
    const small = { memoryMb: 128, timeoutSeconds: 60 };
    const { observation, told } = await bench.invoke({ action: "fill", megabytes: 300 }, small);
    expect(told).toEqual({ done: true });
    expect(observation.status).toBe("ok");
    expect((await bench.invoke({ action: "run", command: "ls -A /tmp" })).told).toEqual({ text: "" });
  });

  it.skipIf(process.getuid?.() !== 0)("has a /tmp of the size that is configured", async () => {
    const { told } = await bench.invoke({ action: "sizeMb" });
    expect(told.megabytes).toBeGreaterThanOrEqual(512);
    expect(told.megabytes).toBeLessThan(513);
    const full = await bench.invoke({ action: "fill", megabytes: 513 }, { timeoutSeconds: 60 });
    expect(full.told).toEqual({ code: "ENOSPC" });
  });

  it("ends as out-of-memory when the function takes more than there is", async () => {
    const { observation } = await bench.invoke({ action: "touch", megabytes: 200 }, { memoryMb: 128 });
    expect(observation).toMatchObject({ status: "out-of-memory", error: { type: "Runtime.OutOfMemory" } });
  });

  it("knows what memory the function holds, to a twentieth", async () => {
    const without = await bench.invoke({ action: "touch", megabytes: 0 }, { memoryMb: 512 });
    const holding = await bench.invoke({ action: "touch", megabytes: 200 }, { memoryMb: 512 });
    expect(holding.observation.status).toBe("ok");
    const more = (holding.observation.maxMemoryMb ?? 0) - (without.observation.maxMemoryMb ?? 0);
    expect(more).toBeGreaterThan(190);
    expect(more).toBeLessThan(210);
    expect(holding.observation.peakWithCacheMb).toBeGreaterThan(200);
  });

  it("is stopped by the CPU limit while it is invoked, and never in init", async () => {
    const spin = { action: "run", command: "i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done" };
    const { observation } = await bench.invoke(spin, { memoryMb: 128, timeoutSeconds: 60 });
    expect(observation.throttledInitMs).toBe(0);
    expect(observation.throttledInvokeMs).toBeGreaterThan(0);
    const free = await bench.invoke(spin, { memoryMb: 128, docker: { limitCpu: false }, timeoutSeconds: 60 });
    expect(free.observation.throttledInvokeMs).toBe(0);
    const always = await bench.invoke(spin, {
      memoryMb: 128,
      docker: { boostInit: false },
      timeoutSeconds: 60,
    });
    expect(always.observation.throttledInitMs).toBeGreaterThan(0);
  });

  it("goes on after a reset with what was left in /tmp", async () => {
    const environment = await bench.start();
    try {
      expect((await ask(environment, { action: "leave" })).told).toEqual({ done: true });
      expect((await ask(environment, { action: "exit" })).observation.status).toBe("crash");
      const after = await ask(environment, { action: "find" });
      expect(after.told).toEqual({ found: true });
      expect(after.observation.suppressedInitMs).toBeGreaterThan(0);
    } finally {
      await environment.stop();
    }
  });

  it("stands still between invocations where that is asked for", async () => {
    const environment = await bench.start({ docker: { freeze: true } });
    try {
      const first = await ask(environment, { action: "facts" });
      const second = await ask(environment, {});
      expect([first.observation.status, second.observation.status]).toEqual(["ok", "ok"]);
    } finally {
      await environment.stop();
    }
  });

  it("lets nobody else speak to its Runtime API", async () => {
    const environment = await bench.start();
    const other = await openDockerBench();
    try {
      const { told } = await ask(environment, { action: "facts" });
      const api = (told.variables as Record<string, string>).AWS_LAMBDA_RUNTIME_API ?? "";
      const [host, port] = api.split(":");
      const own = await ask(environment, { action: "connect", host, port: Number(port) });
      expect(own.told).toEqual({ connected: true });
      const stranger = await other.invoke({ action: "run", command: `node -e "${fetching(api)}"` });
      expect(stranger.told.text).toBe("refused");
    } finally {
      await environment.stop();
      await other[Symbol.asyncDispose]();
    }
  });

  it("answers its own sandbox only by the Runtime API's own rules", async () => {
    const { told } = await bench.invoke({
      action: "run",
      command: `node -e "fetch('http://'+process.env.AWS_LAMBDA_RUNTIME_API+'/2018-06-01/ping').then(r=>r.text()).then(t=>process.stdout.write(t))"`,
    });
    expect(told.text).toBe("pong");
  });
});

/** A request from a sandbox of another run. */
function fetching(api: string): string {
  return `fetch('http://${api}/2018-06-01/ping').then(()=>'answered',()=>'refused').then(t=>process.stdout.write(t))`;
}

/** An i386 program that makes a system call with nothing but zeros; it exits with 1 where that fails, else with 0. */
function program32(systemCall: number): Buffer {
  const code = Buffer.from([
    ...[0xb8, systemCall & 0xff, systemCall >> 8, 0, 0], // mov eax, systemCall
    ...[0xcd, 0x80], // int 0x80
    ...[0xc1, 0xe8, 0x1f], // shr eax, 31
    ...[0x89, 0xc3], // mov ebx, eax
    ...[0xb8, 1, 0, 0, 0], // mov eax, exit
    ...[0xcd, 0x80], // int 0x80
  ]);
  const [base, headers] = [0x08048000, 52 + 32];
  const size = headers + code.length;
  const words = (...values: number[]) => Buffer.from(new Uint16Array(values).buffer);
  const longs = (...values: number[]) => Buffer.from(new Uint32Array(values).buffer);
  return Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    words(2, 3),
    longs(1, base + headers, 52, 0, 0),
    words(52, 32, 1, 0, 0, 0),
    longs(1, 0, base, base, size, size, 5, 4096),
    code,
  ]);
}

/** Whether this machine's kernel runs them at all. */
function runs32Bit(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "thaw-test-"));
  writeFileSync(join(folder, "a"), program32(getpid), { mode: 0o755 });
  const { status } = spawnSync(join(folder, "a"));
  rmSync(folder, { recursive: true });
  return status === 0;
}
