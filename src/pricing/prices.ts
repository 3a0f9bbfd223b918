/** What AWS asks for in one region, in US dollars, without the free tier. */
export interface Prices {
  readonly region: string;
  /** Month in which the prices were read. */
  readonly asOf: string;
  /** For one invocation. */
  readonly request: number;
  /** For a second of a GB (2^30 bytes) of memory, by architecture; first tier. */
  readonly gbSecond: Readonly<Record<"x86_64" | "arm64", number>>;
  /** For a second of a GB of /tmp beyond what is free. */
  readonly storageGbSecond: number;
}

/**
 * US East (N. Virginia), on-demand functions, first tier of duration.
 * Source: https://aws.amazon.com/lambda/pricing/ and the AWS Price List of September 2026.
 */
export const usEast1: Prices = {
  region: "us-east-1",
  asOf: "2026-09",
  request: 0.2 / 1e6,
  gbSecond: { x86_64: 0.0000166667, arm64: 0.0000133334 },
  storageGbSecond: 0.0000000309,
};
