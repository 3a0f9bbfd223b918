import type { ColdMethod } from "../../samples/sample.ts";
import type { InvocationLog } from "./invocation-log.ts";

/** What was seen of one invocation. */
export interface Seen {
  readonly cold: boolean;
  /** How the cold start was forced: what its environment must tell of. */
  readonly method: ColdMethod;
  readonly payload: Uint8Array;
  readonly functionError?: string | undefined;
  /** Of a function URL: the status that the function set. */
  readonly httpStatus?: number | undefined;
  /** From the departure of the call to the last byte of its answer, on a connection that was open. */
  readonly roundTripMs: number;
  /** The caller waited for the function's answer. */
  readonly answered: boolean;
  /** Extensions may go on after the answer: `Duration` may be longer than its caller waited. */
  readonly mayHaveExtensions: boolean;
  /** False where the log's end was not asked for; then there is no `log`. */
  readonly tail: boolean;
  readonly log?: InvocationLog | undefined;
  /** The least that warm calls to the function took beyond what Lambda reports; undefined where too few have shown it. */
  readonly leastWayMs?: number | undefined;
}
