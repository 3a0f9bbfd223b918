import type { Context } from "./context.ts";
import type { Reply } from "./reply.ts";
import type { Request } from "./request.ts";
import type { Region } from "./state.ts";

/** What a handler of one action gets. */
export interface Asked {
  readonly context: Context;
  readonly region: Region;
  readonly request: Request;
  /** Decoded parts of the path, in order. */
  readonly params: readonly string[];
  readonly requestId: string;
}

export type Handler = (asked: Asked) => Reply | Promise<Reply>;
