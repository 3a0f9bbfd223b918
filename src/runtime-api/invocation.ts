import type { ReceivedBody } from "./request-body.ts";

/** What a runtime is told of one invocation: the event and the headers of `/next`. Empty texts are not sent. */
export interface Invocation {
  readonly requestId: string;
  /** Epoch milliseconds, an integer. */
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly payload: Uint8Array;
  /** Default: `application/json`. */
  readonly contentType?: string | undefined;
  /** `Root=1-…;Parent=…;Sampled=0`. */
  readonly traceId?: string | undefined;
  /** JSON text. */
  readonly clientContext?: string | undefined;
  /** JSON text. */
  readonly cognitoIdentity?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** What the runtime posted to an `…/error` endpoint, as it came. */
export interface ErrorPost {
  /** The header `Lambda-Runtime-Function-Error-Type`. */
  readonly errorType: string | undefined;
  readonly contentType: string | undefined;
  /** The header `Lambda-Runtime-Function-XRay-Error-Cause`, as far as Lambda keeps it. */
  readonly xrayCause?: string | undefined;
  readonly body: ReceivedBody;
}

/** How an invocation was answered: only the first answer counts. */
export type RuntimeAnswer =
  | {
      readonly kind: "response";
      readonly body: ReceivedBody;
      readonly contentType: string | undefined;
      readonly streaming: boolean;
    }
  /** The runtime posted to `/error`. */
  | ({ readonly kind: "error" } & ErrorPost)
  /** The response ended with error trailers; `errorBody` is the base64 that stood in them. */
  | {
      readonly kind: "stream-error";
      readonly errorType: string | undefined;
      readonly errorBody: string | undefined;
    }
  | { readonly kind: "too-large"; readonly bytes: number; readonly limitBytes: number }
  /** The connection was lost, or the request broke, in the middle of the response. */
  | { readonly kind: "truncated"; readonly bytes: number }
  /** A value of `Lambda-Runtime-Function-Response-Mode` that Lambda does not know. */
  | { readonly kind: "invalid-mode"; readonly mode: string };

/** What was seen of an invocation so far; a field appears when it happens. Times are the clock's milliseconds. */
export interface InvocationProgress {
  /** The event's last byte has left for the runtime. */
  readonly departedAtMs?: number | undefined;
  /** The first byte of the answer's body has arrived; of an empty body, its end. */
  readonly firstByteAtMs?: number | undefined;
  /** The answer's last byte has arrived. */
  readonly answeredAtMs?: number | undefined;
  readonly answer?: RuntimeAnswer | undefined;
  /** Bytes of the posted response's body. */
  readonly responseBytes?: number | undefined;
  /** The runtime has asked for the next event after its answer. */
  readonly nextAskedAtMs?: number | undefined;
}

/** An invocation under way. */
export interface Delivery {
  readonly progress: InvocationProgress;
  /** Extensions that were told of it. */
  readonly extensions: readonly InvokedExtension[];
  /** Resolves when the runtime has answered and asked for the next event; never when it does not. */
  readonly runtimeDone: Promise<void>;
  /**
   * Resolves when the runtime has answered, and it and every extension that was told have asked for the next event; never
   * when one does not.
   */
  readonly completed: Promise<void>;
}

/** An extension that was told of an invocation. */
export interface InvokedExtension {
  readonly name: string;
  /** It has asked for the next event. */
  readonly readyAtMs: number | undefined;
}

/** How init ended, as far as the runtime says it. */
export type InitEnd =
  | { readonly kind: "ready"; readonly atMs: number }
  /** It waits for the snapshot to be taken and restored. */
  | { readonly kind: "restore-ready"; readonly atMs: number }
  | { readonly kind: "init-error"; readonly atMs: number; readonly post: ErrorPost };

/** How a restore ended, as far as the runtime says it. */
export type RestoreEnd =
  | { readonly kind: "ready"; readonly atMs: number }
  | { readonly kind: "restore-error"; readonly atMs: number; readonly post: ErrorPost };
