import type { Invocation } from "../records.ts";
import type { Deployed, Region, StoredFunction } from "../state.ts";

/** Which function runs, and for whom. */
export interface Running {
  readonly region: Region;
  readonly fn: StoredFunction;
  readonly deployed: Deployed;
  readonly payload: Buffer;
  readonly requestId: string;
  readonly kind: Invocation["kind"];
}
