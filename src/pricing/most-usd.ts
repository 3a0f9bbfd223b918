import { costPerMillion, costPerMillionColdStarts, streamedBytes } from "./cost-per-million.ts";
import type { Prices } from "./prices.ts";
import { pieceMs, standingUsd } from "./standing-cost.ts";

/** What of a function bounds the cost of its invocations. */
export interface BoundedFunction {
  readonly memoryMb: number;
  readonly architecture: string;
  readonly ephemeralStorageMb: number;
  readonly timeoutSeconds: number;
  readonly runtime: string;
  readonly snapStart: boolean;
  /** Environments that are kept ready for each cold start; 0 where none are. */
  readonly provisioned: number;
  /** Its answers are streams, which may be far larger than others. */
  readonly streams: boolean;
  /** Invocations of an environment after its cold start. */
  readonly laterCount: number;
}

/** Lambda ends an init after so long, and bills it. */
const longestInitMs = 10_000;

/** Lambda cuts a streamed answer here. Source: AWS Lambda Developer Guide, "Lambda quotas" (2026). */
const longestAnswerBytes = 200 * 2 ** 20;

/** What of an invocation is known. */
export interface MeasuredInvocation {
  readonly temperature: "cold" | "warm";
  /** Absent where nothing says it, as of one whose connection was lost. */
  readonly billedMs?: number | undefined;
  readonly responseBytes?: number | undefined;
}

/**
 * The most that an invocation can have cost in US dollars: by what is known of it, else as if it had run into its timeout, a cold one
 * after the longest init.
 */
export function mostInvocationUsd(
  bounds: BoundedFunction,
  { temperature, billedMs, responseBytes }: MeasuredInvocation,
  prices: Prices,
): number {
  const { memoryMb, architecture, ephemeralStorageMb, snapStart, runtime } = bounds;
  const answerBytes = responseBytes ?? (bounds.streams && billedMs === undefined ? longestAnswerBytes : 0);
  const invocation = {
    billedMs: billedMs ?? mostBilledMs(bounds, temperature),
    memoryMb,
    architecture,
    ephemeralStorageMb,
    provisioned: bounds.provisioned > 0,
    streamedBytes: streamedBytes(answerBytes),
  };
  const restored = snapStart ? { restoredRuntime: runtime } : {};
  return temperature === "cold"
    ? costPerMillionColdStarts({ ...invocation, ...restored }, prices) / 1e6
    : costPerMillion(invocation, prices) / 1e6;
}

/** The most that the invocations of an environment can cost. */
export function mostInvocationsUsd(bounds: BoundedFunction, prices: Prices): number {
  const most = (temperature: "cold" | "warm") => mostInvocationUsd(bounds, { temperature }, prices);
  return most("cold") + bounds.laterCount * most("warm");
}

/** The most that what stands for one environment alone can cost while it is under way: its snapshot, or what is kept ready. */
export function mostStandingUsd(bounds: BoundedFunction, prices: Prices): number {
  const { memoryMb, architecture, runtime, snapStart, provisioned } = bounds;
  const like = { memoryMb, architecture, runtime, environments: provisioned };
  const kept = (kind: "snapshot" | "provisioned") =>
    standingUsd({ ...like, kind, stoodMs: [longestMs(bounds)] }, prices);
  return (snapStart ? kept("snapshot") : 0) + (provisioned > 0 ? kept("provisioned") : 0);
}

/** How long an environment is under way at most, and a piece of five minutes while it waits for its turn, in milliseconds. */
function longestMs(bounds: BoundedFunction): number {
  return pieceMs + mostBilledMs(bounds, "cold") + bounds.laterCount * mostBilledMs(bounds, "warm");
}

function mostBilledMs({ timeoutSeconds }: BoundedFunction, temperature: "cold" | "warm"): number {
  return 1000 * timeoutSeconds + (temperature === "cold" ? longestInitMs : 0);
}
