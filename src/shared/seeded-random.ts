import { createHash } from "node:crypto";

/** A stream of numbers in [0, 1) that depends on its seed alone. */
export type Random = () => number;

/**
 * A seeded generator: sfc32, 128 bits of state filled from SHA-256 of the seed's parts.
 * Parts are joined, so `seededRandom(7, "block", 3)` is a stream of its own beside `seededRandom(7, "block", 4)`.
 * Source: Chris Doty-Humphrey, PractRand, "sfc32".
 */
export function seededRandom(...parts: readonly (string | number)[]): Random {
  const digest = createHash("sha256").update(parts.join("\u0000")).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = digest.readInt32LE(12) | 1;
  return () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    const held = result[last] as T;
    result[last] = result[pick] as T;
    result[pick] = held;
  }
  return result;
}
