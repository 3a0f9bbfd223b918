/** Dollars by architecture. */
type ByArchitecture = Readonly<Record<"x86_64" | "arm64", number>>;

/** What AWS asks for in one region, in US dollars, without the free tier; also what a file of prices holds. */
export interface Prices {
  readonly region: string;
  /** Month in which the prices were read: `2026-09`. */
  readonly asOf: string;
  /** For one invocation. */
  readonly request: number;
  /** For a second of a GB (2^30 bytes) of memory; first tier. */
  readonly gbSecond: ByArchitecture;
  /** For a second of a GB of /tmp beyond what is free. */
  readonly storageGbSecond: number;
  /** Snapshots; of Java functions they cost nothing. */
  readonly snapStart: {
    /** For a second that a GB of a published version's memory is kept. */
    readonly cacheGbSecond: number;
    /** For a GB of memory that is restored. */
    readonly restoreGb: number;
  };
  /** Provisioned concurrency. */
  readonly provisioned: {
    /** For a second that a GB is kept ready. */
    readonly reservedGbSecond: ByArchitecture;
    /** For a second of a GB while it is used, in place of `gbSecond`. */
    readonly gbSecond: ByArchitecture;
  };
}

/**
 * US East (N. Virginia), on-demand functions, first tier of duration.
 * Source: https://aws.amazon.com/lambda/pricing/ and the AWS Price List of September 2026.
 */
export const usEast1: Prices = {
  region: "us-east-1",
  asOf: "2026-09",
  request: 0.0000002,
  gbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  storageGbSecond: 0.0000000309,
  snapStart: { cacheGbSecond: 0.0000015046, restoreGb: 0.0001397998 },
  provisioned: {
    reservedGbSecond: { x86_64: 0.0000041667, arm64: 0.0000033334 },
    gbSecond: { x86_64: 0.0000097222, arm64: 0.0000077778 },
  },
};
