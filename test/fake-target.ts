import type { Variant } from "../src/plan/variant.ts";
import type { Observation, Side, TargetName } from "../src/samples/sample.ts";
import type { Clock } from "../src/shared/clock.ts";
import type { Answer, PreparedVariant, Target, TargetEnvironment } from "../src/targets/target.ts";

/** Time that passes only when a script says so. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
}

/** A clock that starts at a fixed moment and stands still until it is advanced. */
export function virtualClock(startedAt = "2026-01-02T03:04:05.000Z"): VirtualClock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    date: () => new Date(Date.parse(startedAt) + nowMs),
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

/** What one invocation of the script gives; the phases it names pass on the virtual clock. */
export interface ScriptedAnswer {
  readonly observation: Observation;
  readonly body?: string;
  /** The environment is gone afterwards. */
  readonly deadly?: boolean;
}

/** Scripts every invocation: environments are counted for each variant and side from 0. */
export type Script = (call: {
  readonly variant: Variant;
  readonly side: Side | undefined;
  readonly environment: number;
  readonly invocation: number;
}) => ScriptedAnswer | Error;

/** What the target was asked to do, in order, e.g. `start hello/…`, `stop hello/…`. */
export interface FakeTarget extends Target {
  readonly calls: readonly string[];
}

/** A target whose times are scripted: the loop, recording and reports are driven by it without a clock. */
export function fakeTarget(script: Script, clock: VirtualClock, name: TargetName = "process"): FakeTarget {
  const calls: string[] = [];
  return {
    name,
    limitations: ["Scripted times: nothing was measured."],
    calls,
    prepare: async (variant, side) => preparedVariant(script, clock, calls, variant, side),
    abort: async () => {},
    dispose: async () => {
      calls.push("dispose");
    },
  };
}

function preparedVariant(
  script: Script,
  clock: VirtualClock,
  calls: string[],
  variant: Variant,
  side: Side | undefined,
): PreparedVariant {
  let environments = 0;
  return {
    facts: {
      functionDigest: "0".repeat(64),
      layerDigests: [],
      packageBytes: 1000,
      ...(side === undefined ? {} : { side }),
    },
    start: async () => {
      const environment = environments++;
      calls.push(`start ${variant.id}`);
      return scriptedEnvironment(script, clock, calls, { variant, side, environment });
    },
  };
}

function scriptedEnvironment(
  script: Script,
  clock: VirtualClock,
  calls: string[],
  place: { readonly variant: Variant; readonly side: Side | undefined; readonly environment: number },
): TargetEnvironment {
  let invocation = 0;
  let alive = true;
  return {
    method: "spawn",
    get alive() {
      return alive;
    },
    recycled: false,
    invoke: async (): Promise<Answer> => {
      const scripted = script({ ...place, invocation });
      if (scripted instanceof Error) {
        throw scripted;
      }
      alive = scripted.deadly !== true;
      const { provisionMs = 0, initMs = 0, durationMs = 0 } = scripted.observation;
      clock.advance(provisionMs + initMs + durationMs);
      const body = scripted.body === undefined ? {} : { body: Buffer.from(scripted.body) };
      return { observation: scripted.observation, requestId: `request-${invocation++}`, ...body };
    },
    log: () => "",
    stop: async () => {
      calls.push(`stop ${place.variant.id}`);
    },
  };
}
