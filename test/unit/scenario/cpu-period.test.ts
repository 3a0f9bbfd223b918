import { describe, expect, test } from "vitest";
import { hello, loadOne, problemsOf } from "./scenario-folder.ts";

describe("the period of the CPU limit", () => {
  test("is refused where the kernel would take no quota so small", async () => {
    expect(await problemsOf(hello("matrix: { memory: [1769, 128] }\ndocker: { cpuPeriod: 5ms }\n"))).toEqual([
      'a.yaml:5:22 docker.cpuPeriod: expected at least 14ms at 128 MB, got "5ms"',
      "  the kernel gives no less than 1 ms of CPU time in a period; limitCpu: false turns the limit off",
    ]);
  });

  test("is refused where a memory size that is included is too small for it", async () => {
    const scenario = hello(
      "matrix: { memory: [1769] }\ninclude: [{ runtime: nodejs24.x, memory: 256 }]\ndocker: { cpuPeriod: 5ms }\n",
    );
    expect((await problemsOf(scenario))[0]).toContain("expected at least 7ms at 256 MB");
  });

  test.each(["0.5ms", "2s"])("is refused where the kernel does not take it: %s", async (period) => {
    const [problem] = await problemsOf(hello(`docker: { cpuPeriod: ${period} }\n`));
    expect(problem).toContain("docker.cpuPeriod: expected 1ms to 1s");
  });

  test("may be short where the memory sizes are large, or nothing is limited", async () => {
    const { docker } = await loadOne(hello("matrix: { memory: [1769] }\ndocker: { cpuPeriod: 5ms }\n"));
    expect(docker).toEqual({ cpuPeriodUs: 5000 });
    expect((await loadOne(hello("docker: { cpuPeriod: 5ms, limitCpu: false }\n"))).docker.limitCpu).toBe(
      false,
    );
  });
});
