import { setTimeout as sleep } from "node:timers/promises";
import {
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { isRefused } from "./call-errors.ts";
import { coldCountIn } from "./function-input.ts";
import { type FunctionState, isSettled, StuckError, waitForFunction } from "./function-state.ts";
import { LeastWay } from "./least-way.ts";
import type { Line, Region } from "./region.ts";

/** A change of a function, and by what it is seen to be there. */
export interface Change {
  readonly input: Omit<UpdateFunctionConfigurationCommandInput, "FunctionName">;
  readonly isSeen: (state: FunctionState) => boolean;
  readonly secrets?: readonly string[] | undefined;
  /**
   * Given where others may change the function, too: AWS then takes the change of the revision that was seen last alone, and where it
   * finds another one, this is asked about it; what it throws ends the change.
   */
  readonly refuse?: ((state: FunctionState) => void) | undefined;
}

/** One function of AWS Lambda that takes its turn among others of the same code and settings. */
export class FunctionCopy {
  readonly region: Region;
  readonly name: string;
  /** Number among the copies of its variant and side. */
  readonly index: number;
  readonly line: Line;
  readonly way = new LeastWay();
  readonly #signal: AbortSignal;
  #active: Promise<FunctionState> | undefined;
  /** Revision of the state in which it stood still last. */
  #revisionId: string | undefined;
  /** How often it was brought to a cold start. */
  coldCount = 0;
  /** By the clock, when it was invoked last; undefined before its first time. */
  lastInvokedMs: number | undefined;
  /** Called when a change of it takes longer than others did. */
  onLate: () => void = () => {};

  constructor(region: Region, name: string, index: number, signal: AbortSignal) {
    this.region = region;
    this.name = name;
    this.index = index;
    this.line = region.openLine();
    this.#signal = signal;
  }

  /** Waits until it can be invoked for the first time. @throws as `waitForFunction`. */
  whenActive(): Promise<FunctionState> {
    this.#active ??= this.look();
    return this.#active;
  }

  /**
   * Waits until nothing is under way, and looks what it is like. One that an earlier run has kept goes on counting where that ended.
   * @throws as `waitForFunction`.
   */
  async look(): Promise<FunctionState> {
    const patienceMs = () => this.region.patience.readyMs;
    const state = await waitForFunction(this, { patienceMs }, this.#signal, isSettled);
    this.#revisionId = state.configuration.RevisionId;
    this.coldCount = Math.max(this.coldCount, coldCountIn(state.configuration));
    return state;
  }

  /**
   * Changes its configuration, and waits until that is done: until the revision is another one, the change is seen and the
   * update is successful, as AWS may tell of the time before for a while. @throws as `waitForFunction`, and as `refuse`.
   */
  async change({ input, isSeen, secrets, refuse }: Change): Promise<FunctionState> {
    const before = this.#revisionId;
    const isDone = (state: FunctionState) =>
      isSettled(state) && isOther(before, state.configuration.RevisionId) && isSeen(state);
    const { calls, lambda } = this.region;
    const update = () =>
      calls.make({
        action: "lambda:UpdateFunctionConfiguration",
        kind: "control",
        signal: this.#signal,
        secrets,
        // Not given up under way: a change that arrives later would undo what is done about it meanwhile.
        send: () =>
          lambda.send(
            new UpdateFunctionConfigurationCommand({
              FunctionName: this.name,
              ...input,
              ...(refuse === undefined || this.#revisionId === undefined
                ? {}
                : { RevisionId: this.#revisionId }),
            }),
          ),
      });
    const state = await this.#unlessBusy(isDone, update, refuse);
    this.#revisionId = state.configuration.RevisionId;
    return state;
  }

  /** Publishes a version of it as it is, and waits until that can be invoked. @returns its number. */
  async publish(patienceMs: number, isReady: (state: FunctionState) => boolean): Promise<string> {
    const { calls, lambda, clock, patience } = this.region;
    const startedMs = clock.nowMs();
    for (;;) {
      try {
        const { Version: version } = await calls.make({
          action: "lambda:PublishVersion",
          kind: "control",
          signal: this.#signal,
          send: (abortSignal) =>
            lambda.send(new PublishVersionCommand({ FunctionName: this.name }), { abortSignal }),
        });
        if (version === undefined) {
          throw new Error(`${this.name}: expected a published version, got none`);
        }
        const place = { region: this.region, line: this.line, name: this.name, version };
        await waitForFunction(place, { patienceMs: () => patienceMs }, this.#signal, isReady);
        return version;
      } catch (error) {
        if (!isRefused(error, "conflict")) {
          throw error;
        }
      }
      if (clock.nowMs() - startedMs > patience.readyMs) {
        throw new StuckError(`${this.name}: it cannot be published, as something else is done to it`);
      }
      await this.#pause();
    }
  }

  /** Its connection is closed; the function itself stays. */
  close(): void {
    this.line.close();
  }

  /** An update that was told by no answer is under way when it is sent again: then it is waited for instead. */
  async #unlessBusy(
    isDone: (state: FunctionState) => boolean,
    update: () => Promise<unknown>,
    refuse: Change["refuse"],
  ): Promise<FunctionState> {
    const { changes, clock, patience } = this.region;
    const patienceMs = () => changes.patienceMs(patience.readyMs);
    for (;;) {
      try {
        await update();
        const beganMs = clock.nowMs();
        const looking = { patienceMs, firstLookMs: changes.firstLookMs(), onVain: this.#tellWhenLate() };
        const state = await waitForFunction(this, looking, this.#signal, isDone);
        changes.took(clock.nowMs() - beganMs);
        return state;
      } catch (error) {
        if (!isRefused(error, "conflict")) {
          throw error;
        }
      }
      const looking = { patienceMs, onVain: this.#tellWhenLate() };
      const state = await waitForFunction(this, looking, this.#signal, isSettled);
      if (isDone(state)) {
        return state;
      }
      refuse?.(state);
      this.#revisionId = state.configuration.RevisionId;
      await this.#pause();
    }
  }

  #tellWhenLate(): (waitedMs: number) => void {
    let isTold = false;
    return (waitedMs) => {
      if (!isTold && waitedMs > this.region.changes.lateMs()) {
        isTold = true;
        this.onLate();
      }
    };
  }

  async #pause(): Promise<void> {
    await sleep(250, undefined, { signal: this.#signal }).catch(() => this.#signal.throwIfAborted());
  }
}

/** What stands in for AWS may know no revisions: then a change must be seen by itself. */
function isOther(before: string | undefined, after: string | undefined): boolean {
  return after === undefined || after !== before;
}
