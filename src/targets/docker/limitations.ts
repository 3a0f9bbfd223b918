import type { EngineFacts } from "../../samples/run-manifest.ts";
import type { MissingLimit } from "./missing-limits.ts";

/** What the docker target cannot show on this machine, for the report. */
export interface LimitationFacts {
  readonly localBases: boolean;
  /** Something ran that is made for another architecture than the engine's. */
  readonly emulated: boolean;
  readonly storage: EngineFacts["temporaryStorage"];
  /** The engine is on the kernel that thaw runs on. */
  readonly local: boolean;
  /** Sandboxes run as Lambda's user. */
  readonly lambdaUser: boolean;
  readonly limitedCpu: boolean;
  /** Some variant sees fewer cores than on Lambda. */
  readonly fewerCores: boolean;
  readonly hostCores: number;
  /** Limits that the engine cannot set. */
  readonly missing: readonly MissingLimit[];
}

/** Sentences for the report. */
export function dockerLimitations(facts: LimitationFacts): readonly string[] {
  const { localBases, emulated, local, storage, lambdaUser, limitedCpu, fewerCores, hostCores, missing } =
    facts;
  const sentences: readonly (readonly [applies: boolean, sentence: string])[] = [
    [
      local,
      "Functions ran in containers on this machine's kernel, not in microVMs; init begins when the container's first process runs.",
    ],
    [
      !local,
      "Functions ran in containers on another kernel than thaw's, not in microVMs. Init begins when their start was first heard of " +
        "here, every time has the way there and back in it, and there are no figures of CPU and memory: nothing of this can be " +
        "compared with other runs.",
    ],
    [true, "Every file was in the page cache, and no code was downloaded."],
    [
      localBases,
      "Some images were local base images, which stand in for AWS's: Debian's libraries; AWS's runtime clients, but not for Ruby.",
    ],
    [
      emulated,
      "Variants of another architecture than the machine's were emulated: their times say nothing about the hardware.",
    ],
    [
      storage === "folder",
      "The size of /tmp was not enforced, as that needs the right to mount file systems: what it held was summed after each invocation.",
    ],
    [
      storage === "volume",
      "The size of /tmp was neither enforced nor watched: it was a volume of the engine, on disk.",
    ],
    [!lambdaUser, "Functions ran as the harness's own user, not as Lambda's."],
    [!limitedCpu, "The CPU share was not enforced."],
    [
      fewerCores,
      `Some functions saw fewer cores than on Lambda: this engine has ${hostCores === 1 ? "one" : hostCores}.`,
    ],
  ];
  return [
    ...sentences.filter(([applies]) => applies).map(([, sentence]) => sentence),
    ...missing.map(({ reason }) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`),
  ];
}
