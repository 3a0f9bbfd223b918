import type { PlatformEvent, PlatformRecords } from "../report-lines/platform-event.ts";
import type { Telemetry } from "../runtime-api/telemetry/telemetry.ts";
import type { Clock } from "../shared/clock.ts";

/** Says the platform's events of one environment to its telemetry, and keeps them for who asks for them. */
export class PlatformLog {
  readonly #telemetry: Telemetry;
  /** Calendar milliseconds at the clock's zero. Read once: of two events the later one never has an earlier time. */
  readonly #epochMs: number;
  #kept: PlatformEvent[] = [];

  constructor(telemetry: Telemetry, clock: Clock) {
    this.#telemetry = telemetry;
    this.#epochMs = clock.date().getTime() - clock.nowMs();
  }

  /** An event that happened at a time of the environment's clock. */
  say<Type extends keyof PlatformRecords>(type: Type, atMs: number, record: PlatformRecords[Type]): void {
    const time = this.dateOf(atMs);
    const event = { type, time, record } as PlatformEvent;
    this.#kept.push(event);
    if (this.#telemetry.wanted) {
      this.#telemetry.publish(event);
    }
  }

  /** What was said since the last call. */
  take(): readonly PlatformEvent[] {
    const events = this.#kept;
    this.#kept = [];
    return events;
  }

  /** The calendar's time of a moment on the environment's clock. */
  dateOf(atMs: number): Date {
    return new Date(this.#epochMs + atMs);
  }
}

/** Milliseconds as Lambda's events give them: three decimals at most. */
export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
