import type { FunctionCopy } from "./function-copy.ts";

/** What is invoked, and with what. */
export interface InvocationOptions {
  readonly copy: FunctionCopy;
  /** Absent: `$LATEST`. */
  readonly version: string | undefined;
  readonly payload: Uint8Array;
  /** The log's end is asked for with the answer. */
  readonly tail: boolean;
  readonly signal: AbortSignal;
}

/** What came back of one attempt. */
export interface Reply {
  readonly requestId: string;
  readonly roundTripMs: number;
  /** `X-Amz-Function-Error`. */
  readonly functionError?: string | undefined;
  readonly payload: Uint8Array;
  /** The answer as the function gave it, where the payload is not all of it. */
  readonly document?: Uint8Array | undefined;
  /** Of a function URL: the status that the function set. */
  readonly httpStatus?: number | undefined;
  /** The last 4 KB of the log in base64; absent where they were not asked for, or did not come. */
  readonly logResult?: string | undefined;
  /** The caller waited for the function's answer. */
  readonly answered: boolean;
}

/** One way of invoking. */
export interface InvocationWay {
  /** As policies write what it needs: `lambda:InvokeFunction`. */
  readonly action: string;
  /** The log's end can come with the answer; else every invocation is looked up in CloudWatch Logs. */
  readonly givesTail: boolean;
  /** What a copy needs before it can be invoked so. @throws as `Calls.make`. */
  ready?(copy: FunctionCopy, signal: AbortSignal): Promise<void>;
  /** What a version of it needs beside that, which its function's settings do not hold for. @throws as `Calls.make`. */
  readyVersion?(copy: FunctionCopy, version: string, signal: AbortSignal): Promise<void>;
  /** Opens the connection by a cheap call, where asking for the function does not. */
  freshen?(copy: FunctionCopy, signal: AbortSignal): Promise<void>;
  /** One attempt. @throws the SDK's errors. */
  send(options: InvocationOptions): Promise<Reply>;
}
