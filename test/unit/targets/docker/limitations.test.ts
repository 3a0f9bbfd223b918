import { describe, expect, it } from "vitest";
import { cpuFacts } from "../../../../src/targets/docker/cpu-facts.ts";
import { dockerLimitations } from "../../../../src/targets/docker/limitations.ts";

const asLambda = {
  localBases: false,
  emulated: false,
  local: true,
  storage: "file-system" as const,
  lambdaUser: true,
  limitedCpu: true,
  fewerCores: false,
  hostCores: 4,
  missing: [],
};
const always = dockerLimitations(asLambda).length;

describe("what the docker target cannot show", () => {
  it("is said of limits that the engine cannot set", () => {
    const missing = [{ limit: "swap", reason: "a function may use swap: its kernel cannot" }] as const;
    expect(dockerLimitations({ ...asLambda, missing }).slice(always)).toEqual([
      "A function may use swap: its kernel cannot.",
    ]);
  });

  it.each([
    [{ storage: "folder" as const }, "The size of /tmp was not enforced"],
    [{ storage: "volume" as const }, "neither enforced nor watched"],
    [{ emulated: true }, "were emulated"],
    [{ lambdaUser: false }, "Functions ran as the harness's own user"],
    [{ limitedCpu: false }, "The CPU share was not enforced"],
    [{ fewerCores: true, hostCores: 1 }, "this engine has one"],
    [{ localBases: true }, "local base images"],
  ])("holds %j where it is so", (changes, words) => {
    const sentences = dockerLimitations({ ...asLambda, ...changes });
    expect(sentences).toHaveLength(always + 1);
    expect(sentences.join("\n")).toContain(words);
  });
});

describe("an engine on another kernel", () => {
  it("is said in place of this one", () => {
    const sentences = dockerLimitations({ ...asLambda, local: false });
    expect(sentences).toHaveLength(always);
    expect(sentences[0]).toContain("on another kernel than thaw's");
  });
});

describe("the CPU of a variant", () => {
  it("is as many cores as Lambda shows and the machine has, and the share of the memory", () => {
    expect(cpuFacts({ memoryMb: 512 }, 8)).toEqual({ cores: 2, quotaUs: 5789, periodUs: 20_000 });
    expect(cpuFacts({ memoryMb: 512 }, 1)).toEqual({ cores: 1, quotaUs: 5789, periodUs: 20_000 });
  });

  it("says how much is needed where the machine has less", () => {
    expect(cpuFacts({ memoryMb: 3538 }, 2).neededCores).toBeUndefined();
    expect(cpuFacts({ memoryMb: 10_240 }, 4)).toMatchObject({ cores: 4, neededCores: 10_240 / 1769 });
  });

  it("is limited in init only where a limit is wanted there", () => {
    expect(cpuFacts({ memoryMb: 512, docker: { boostInit: false } }, 2).limitedInit).toBe(true);
    expect(cpuFacts({ memoryMb: 512, docker: { boostInit: false, limitCpu: false } }, 2)).toEqual({
      cores: 2,
    });
  });
});
