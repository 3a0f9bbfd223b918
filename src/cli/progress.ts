import type { Clock } from "../shared/clock.ts";
import { formatSpan } from "../shared/units.ts";
import type { Output } from "./output.ts";

/** On anything but a terminal a line comes at most this often. */
const plainLineEveryMs = 5000;

/**
 * Says how far measuring has come. It has no timer of its own: it writes only when it is called, which is
 * between environments, so that nothing of it runs while a phase is open.
 */
export class Progress {
  private readonly output: Output;
  private readonly clock: Clock;
  private totalSamples: number;
  private readonly startedMs: number;
  private samples = 0;
  private lastLineMs: number;

  constructor(output: Output, clock: Clock, totalSamples: number) {
    this.output = output;
    this.clock = clock;
    this.totalSamples = totalSamples;
    this.startedMs = clock.nowMs();
    this.lastLineMs = this.startedMs;
  }

  /** An environment has ended with this many samples, of as many as the plan wanted of it. */
  advance(plannedSamples: number, what: string): void {
    this.samples += plannedSamples;
    const nowMs = this.clock.nowMs();
    if (this.output.interactive) {
      this.output.status(this.line(nowMs, what).slice(0, this.output.columns - 1));
    } else if (nowMs - this.lastLineMs >= plainLineEveryMs) {
      this.lastLineMs = nowMs;
      this.output.note(this.line(nowMs, what));
    }
  }

  /** So many of the planned samples will not be taken after all. */
  leaveOut(plannedSamples: number): void {
    this.totalSamples -= plannedSamples;
  }

  /** Removes the line. */
  end(): void {
    if (this.output.interactive) {
      this.output.status("");
    }
  }

  private line(nowMs: number, what: string): string {
    const leftMs = ((nowMs - this.startedMs) / this.samples) * (this.totalSamples - this.samples);
    const percent = Math.floor((100 * this.samples) / this.totalSamples);
    return `sample ${this.samples} of ${this.totalSamples} (${percent} %), about ${formatSpan(leftMs)} left  ${what}`;
  }
}
