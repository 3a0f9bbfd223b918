import type { Random } from "../../../src/shared/seeded-random.ts";
import type { Faults } from "./faults.ts";

/** How long the server takes for things, in milliseconds; it really waits. */
export interface ServerTiming {
  /** A new function is Pending this long. */
  readonly createMs: number;
  /** An update of code or configuration is InProgress this long. */
  readonly updateMs: number;
  /** An update that the fault `stuckUpdate` hits is InProgress this long. */
  readonly stuckUpdateMs: number;
  /** After an update that the fault `staleStatus` hits, Get calls tell of the time before it this long. */
  readonly staleMs: number;
  /** A published version without a snapshot is Pending this long. */
  readonly publishMs: number;
  /** A published version with a snapshot is Pending this long. */
  readonly snapshotMs: number;
  /** Provisioned environments are ready after this long. */
  readonly provisionMs: number;
  /** Log events can be found this long after the invocation has ended; they make their log group then, even again. */
  readonly logDelayMs: number;
  /** Added to every call of the control plane. */
  readonly controlMs: number;
  /** An event whose function failed is tried again after so long, as often as the function's configuration allows. */
  readonly asyncRetryMs: number;
  /** An environment that nobody asked this long is gone. */
  readonly idleMs: number;
  /** The most that a function that times out is waited for; its REPORT line tells the configured timeout anyway. */
  readonly longestTimeoutMs: number;
}

/** What a function is asked, and where. */
export interface FunctionCall {
  readonly region: string;
  readonly functionName: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly memoryMb: number;
  readonly architecture: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Number of the environment among those of this function, from 0. */
  readonly environment: number;
  /** Number of the invocation in its environment, from 0. */
  readonly invocation: number;
  readonly payload: Buffer;
  /** For times that spread. */
  readonly random: Random;
}

/** How an invocation ends. */
export type Outcome = "ok" | "error" | "crash" | "out-of-memory" | "timeout" | "init-error";

/** What a function does; milliseconds. What is left out is as in `quietFunction`. */
export interface FunctionRun {
  readonly initMs?: number;
  readonly restoreMs?: number;
  readonly durationMs?: number;
  readonly maxMemoryMb?: number;
  /** JSON or anything else; of an error the server answers with its own. */
  readonly response?: string;
  /** What it prints, lines without the last newline. */
  readonly log?: string;
  /** How long extensions go on after the answer: a part of the duration. */
  readonly extensionMs?: number;
  readonly outcome?: Outcome;
}

/** What a function does, in full. */
export type CompleteRun = Omit<Required<FunctionRun>, "response" | "log"> &
  Pick<FunctionRun, "response" | "log">;

export type Behaviour = (call: FunctionCall) => FunctionRun;

/** Accepted calls per second and region. */
export interface ServerRates {
  /** All calls of the control plane together, GetFunction excepted. */
  readonly control: number;
  readonly getFunction: number;
}

export interface LambdaServerOptions {
  /** Of everything random. */
  readonly seed: string | number;
  readonly accountId: string;
  /** Environments that may be at work at once in a region. */
  readonly concurrency: number;
  /** Log events that FilterLogEvents looks at for one page: a page may hold few of them, or none. */
  readonly logPageEvents: number;
  readonly rates: ServerRates;
  readonly timing: Partial<ServerTiming>;
  readonly behaviour: Behaviour;
  /** Probabilities; they can be changed later through the server's `faults`. */
  readonly faults: Partial<Faults>;
  /**
   * A revision gets another id when an update ends, beside the one that the update was answered with. As on AWS, by a report
   * of its users: https://github.com/aws/aws-sdk/issues/377.
   */
  readonly revisionChangesAtEnd: boolean;
}

/** Lambda's own rates, and times that are short. */
export const defaultOptions: Omit<LambdaServerOptions, "timing" | "faults"> = {
  seed: "lambda",
  accountId: "123456789012",
  concurrency: 1000,
  logPageEvents: 10_000,
  rates: { control: 15, getFunction: 100 },
  behaviour: ({ random }) => ({ initMs: 10 + 5 * random(), durationMs: 1 + 2 * random() }),
  revisionChangesAtEnd: true,
};

export const defaultTiming: ServerTiming = {
  createMs: 40,
  updateMs: 40,
  stuckUpdateMs: Number.POSITIVE_INFINITY,
  staleMs: 200,
  publishMs: 20,
  snapshotMs: 100,
  provisionMs: 100,
  logDelayMs: 0,
  controlMs: 0,
  asyncRetryMs: 20,
  idleMs: Number.POSITIVE_INFINITY,
  longestTimeoutMs: Number.POSITIVE_INFINITY,
};

/** A function that says nothing and answers with what it was asked. */
export const quietFunction = { initMs: 10, restoreMs: 10, durationMs: 1, maxMemoryMb: 40, extensionMs: 0 };
