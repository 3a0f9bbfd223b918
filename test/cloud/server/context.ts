import { type Random, seededRandom } from "../../../src/shared/seeded-random.ts";
import type { ChanceFaults, Faults } from "./faults.ts";
import type { LambdaServerOptions, ServerTiming } from "./options.ts";
import { type RateLimit, rateLimit } from "./rate-limit.ts";
import type { Call, Invocation } from "./records.ts";
import type { Region } from "./state.ts";

/** What every handler of the server may use. */
export interface Context {
  readonly options: LambdaServerOptions;
  readonly timing: ServerTiming;
  readonly faults: Faults;
  readonly regions: Map<string, Region>;
  readonly calls: Call[];
  readonly invocations: Invocation[];
  /** Ends all waiting. */
  readonly stopped: AbortSignal;
  /** `http://127.0.0.1:port`. */
  endpoint: string;
  /** Milliseconds since the server was started. */
  nowMs(): number;
  region(name: string): Region;
  /** By region and kind. */
  limit(region: string, kind: "control" | "getFunction"): RateLimit;
  /** A stream of random numbers for one purpose. */
  random(purpose: string): Random;
  /** Whether a fault happens this time. */
  happens(fault: keyof ChanceFaults): boolean;
  /** The same for a probability that is given; `purpose` names its stream of random numbers. */
  chance(purpose: string, probability: number | undefined): boolean;
  /** Things whose deletion has failed once. */
  readonly failedOnce: Set<string>;
}

export function createContext(
  options: LambdaServerOptions,
  timing: ServerTiming,
  faults: Faults,
  stopped: AbortSignal,
): Context {
  const startedAt = performance.now();
  const nowMs = () => performance.now() - startedAt;
  const random = remembered((purpose) => seededRandom(options.seed, purpose));
  const limits = remembered((key) =>
    rateLimit(key.endsWith("getFunction") ? options.rates.getFunction : options.rates.control, nowMs),
  );
  const regions = new Map<string, Region>();
  const chance = (purpose: string, probability = 0) => random(purpose)() < probability;
  return {
    options,
    timing,
    faults,
    regions,
    calls: [],
    invocations: [],
    stopped,
    endpoint: "",
    nowMs,
    region: remembered(newRegion, regions),
    limit: (region, kind) => limits(`${region} ${kind}`),
    random,
    happens: (fault) => chance(fault, faults[fault]),
    chance,
    failedOnce: new Set(),
  };
}

function newRegion(name: string): Region {
  return {
    name,
    functions: new Map(),
    layers: new Map(),
    logGroups: new Map(),
    late: [],
    repositories: new Map(),
    runningCount: 0,
  };
}

/** Makes what is asked for by name once. */
function remembered<T>(make: (name: string) => T, made = new Map<string, T>()): (name: string) => T {
  return (name) => {
    const value = made.get(name) ?? make(name);
    made.set(name, value);
    return value;
  };
}
