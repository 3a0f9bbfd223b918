import type { EngineFacts } from "../../samples/run-manifest.ts";

/** What the docker target cannot show on this machine, for the report. */
export interface LimitationFacts {
  readonly localBases: boolean;
  /** Something ran that is made for another architecture than the engine's. */
  readonly emulated: boolean;
  readonly storage: EngineFacts["temporaryStorage"];
  /** The engine is on the kernel that thaw runs on. */
  readonly local: boolean;
  readonly limitedCpu: boolean;
  readonly hostCores: number;
}

/** Sentences for the report. */
export function dockerLimitations(facts: LimitationFacts): readonly string[] {
  return [
    facts.local
      ? "Functions ran in containers on this machine's kernel, not in microVMs; init begins when the container's first process runs."
      : "Functions ran in containers on another kernel than thaw's, not in microVMs. Init begins when their start was first heard of " +
        "here, every time has the way there and back in it, and there are no figures of CPU and memory: nothing of this can be " +
        "compared with other runs.",
    "Every file was in the page cache, and no code was downloaded.",
    ...(facts.localBases
      ? [
          "Some images were local base images, which stand in for AWS's: Debian's libraries, AWS's runtime clients.",
        ]
      : []),
    ...(facts.emulated
      ? [
          "Variants of another architecture than the machine's were emulated: their times say nothing about the hardware.",
        ]
      : []),
    ...storageSentences[facts.storage],
    ...(facts.limitedCpu ? [] : ["The CPU share was not enforced."]),
  ];
}

const storageSentences: { readonly [Kind in EngineFacts["temporaryStorage"]]: readonly string[] } = {
  "file-system": [],
  folder: ["The size of /tmp was not enforced: that needs the right to mount file systems."],
  volume: ["The size of /tmp was not enforced: it was a volume of the engine, on disk."],
};
