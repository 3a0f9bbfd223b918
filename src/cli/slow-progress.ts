import type { Clock } from "../shared/clock.ts";
import type { Output } from "./output.ts";

/** What ends within it needs no progress. */
const quickMs = 1000;

/** How often a clock is asked while items pass by. */
const askedEvery = 4096;

/** Says what a command is about once it takes more than a second. It has no timer: it writes only when it is called. */
export class SlowProgress {
  private readonly output: Output;
  private readonly clock: Clock;
  private readonly startedMs: number;
  private said = "";

  constructor(output: Output, clock: Clock) {
    this.output = output;
    this.clock = clock;
    this.startedMs = clock.nowMs();
  }

  /** A new stage has begun, or one has come further; `detail` is shown where a line can be rewritten. */
  say(stage: string, detail = ""): void {
    if (this.clock.nowMs() - this.startedMs < quickMs) {
      return;
    }
    if (this.output.interactive) {
      this.output.status(`${stage}${detail}`.slice(0, this.output.columns - 1));
    } else if (stage !== this.said) {
      this.output.note(stage);
    }
    this.said = stage;
  }

  /** The same items, counted as they pass. */
  async *counted<T>(stage: string, items: AsyncIterable<T>): AsyncGenerator<T> {
    let count = 0;
    for await (const item of items) {
      count++;
      if (count % askedEvery === 0) {
        this.say(stage, `: ${count} samples`);
      }
      yield item;
    }
  }

  /** Removes the line. */
  end(): void {
    if (this.output.interactive) {
      this.output.status("");
    }
  }
}
