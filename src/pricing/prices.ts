import type { PriceFacts } from "../samples/run-manifest.ts";

/** What AWS asks for in one region: a run records those that its user gave. */
export type Prices = PriceFacts;

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
  streamedGb: 0.008,
  snapStart: { cacheGbSecond: 0.0000015046, restoreGb: 0.0001397998 },
  provisioned: {
    reservedGbSecond: { x86_64: 0.0000041667, arm64: 0.0000033334 },
    gbSecond: { x86_64: 0.0000097222, arm64: 0.0000077778 },
  },
};
