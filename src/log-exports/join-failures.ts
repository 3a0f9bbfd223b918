import type { FailureItem } from "./log-item.ts";
import type { ObservedReport } from "./observed-sample.ts";

/** As many REPORT lines, and failures, as may stand between the two lines that tell of one failed invocation. */
const window = 2000;

/**
 * Brings REPORT lines together with the lines that tell the failure of the same request, which older logs have before or
 * behind them. Reports come out in their order, at most two windows late; a failure whose report is farther away is lost.
 * Attempts at one request share its identifier: a failure belongs to the last report before it that has none, else to the next.
 */
export class JoinFailures {
  #waiting: ObservedReport[] = [];
  /** Where the last report of a request waits. */
  #places = new Map<string, number>();
  readonly #failures = new Map<string, FailureItem>();

  /** Takes a report. Returns those that waited long enough. */
  report(observed: ObservedReport): readonly ObservedReport[] {
    const { requestId } = observed.report;
    const failure = this.#failures.get(requestId);
    this.#failures.delete(requestId);
    this.#places.set(requestId, this.#waiting.length);
    this.#waiting.push(failure === undefined ? observed : { ...observed, failure });
    return this.#waiting.length < 2 * window ? [] : this.#release(window);
  }

  /** The trace of the report that was taken last, which a line of its own tells behind it. */
  trace(traceId: string): void {
    const place = this.#waiting.length - 1;
    const last = this.#waiting[place];
    if (last !== undefined && last.report.traceId === undefined) {
      this.#waiting[place] = { ...last, report: { ...last.report, traceId } };
    }
  }

  failure(item: FailureItem): void {
    const place = this.#places.get(item.requestId);
    const waiting = place === undefined ? undefined : this.#waiting[place];
    if (place !== undefined && waiting !== undefined && !hasFailed(waiting)) {
      this.#waiting[place] = { ...waiting, failure: item };
      return;
    }
    this.#failures.set(item.requestId, item);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > window && oldest !== undefined) {
      this.#failures.delete(oldest);
    }
  }

  /** The reports that still wait, in their order. */
  end(): readonly ObservedReport[] {
    return this.#release(this.#waiting.length);
  }

  #release(count: number): readonly ObservedReport[] {
    const released = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#places = new Map(this.#waiting.map(({ report }, index) => [report.requestId, index]));
    return released;
  }
}

function hasFailed({ report, failure }: ObservedReport): boolean {
  return failure !== undefined || (report.status !== undefined && report.status !== "success");
}
