/** What the docker target cannot show on this machine, for the report. */
export interface LimitationFacts {
  readonly localBases: boolean;
  /** Something ran that is made for another architecture than the engine's. */
  readonly emulated: boolean;
  readonly limitedStorage: boolean;
  readonly limitedCpu: boolean;
  readonly hostCores: number;
}

/** Sentences for the report. */
export function dockerLimitations(facts: LimitationFacts): readonly string[] {
  return [
    "Functions ran in containers on this machine's kernel, not in microVMs; init begins when the container's first process runs.",
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
    ...(facts.limitedStorage
      ? []
      : ["The size of /tmp was not enforced: that needs the right to mount file systems."]),
    ...(facts.limitedCpu ? [] : ["The CPU share was not enforced."]),
  ];
}
