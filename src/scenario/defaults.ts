/** What holds where a scenario file says nothing. */
export const defaults = {
  /** MB. What a new Lambda function gets. */
  memoryMb: 128,
  /** Seconds. What a new Lambda function gets. */
  timeoutSeconds: 3,
  /** MB of /tmp. What a new Lambda function gets, and what is free of charge. */
  ephemeralStorageMb: 512,
  /** A .zip is how most functions are deployed, and every target can run one. */
  package: "zip",
  /** The one set of a scenario without layers. */
  layers: { name: "none", sources: [] },
  /** How old an environment may become: Lambda ends them after some hours at most, and measured lifetimes lie around this. */
  lifetimeMs: 45 * 60 * 1000,
  /** A snapshot is asked for, never assumed. */
  snapStart: false,
  /** The event `{}`: the least that a function can be given. */
  event: "direct",
  /** What this machine can do decides. */
  target: "auto",
  /** The fewest environments from which a median has a useful 95 % interval, while a scenario takes seconds. */
  cold: 20,
  /** With 20 environments 200 warm samples: enough for a p99 with two samples beyond it. */
  warm: 10,
  /** Nothing is hidden: the first warm invocations are part of what a caller sees. */
  settle: 0,
  /** The first environment of a variant reads the code into the page cache; later ones are alike. */
  warmupBlocks: 1,
} as const;
