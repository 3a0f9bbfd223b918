import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { ColdMethod } from "../../samples/sample.ts";
import { burstSize } from "../../shared/lambda-copies.ts";
import { BurstPool } from "./burst-pool.ts";
import type { ColdCopies } from "./cold-copies.ts";
import type { Forcing } from "./cold-methods.ts";
import { ColdPool } from "./cold-pool.ts";
import { createFunction } from "./create-function.ts";
import { discardCopy } from "./discard-copy.ts";
import { FunctionCopy } from "./function-copy.ts";
import type { FunctionParts } from "./function-input.ts";
import type { FunctionState } from "./function-state.ts";
import type { InvocationWay } from "./invocation.ts";
import { functionNameOf } from "./names.ts";
import type { RunRegion } from "./run-region.ts";
import { seatedPool } from "./seated-pool.ts";
import type { Seats } from "./seats.ts";

/** What the copies of one side of a variant are made of. */
export interface CopiesOptions {
  readonly home: RunRegion;
  readonly runId: string;
  /** Names the variant and its side. */
  readonly key: string;
  readonly parts: FunctionParts;
  readonly forcing: Forcing;
  readonly way: Pick<InvocationWay, "ready" | "readyVersion">;
  /** Cold starts that are expected in all. */
  readonly planned: number;
  /** Copies that take turns; or, of a burst, as many as are to come together. */
  readonly copies: number;
  readonly seats: Seats;
  /** Copies stay when they are of no more use. */
  readonly keep: boolean;
  /** All of them are made before it is open, as what is to stay must be whole. */
  readonly whole: boolean;
  /** Ends what is begun ahead. */
  readonly signal: AbortSignal;
}

/** A pool whose first copy is there. */
export interface OpenPool {
  readonly pool: ColdCopies;
  readonly method: ColdMethod;
  /** What AWS says of the first copy. */
  readonly first: FunctionState;
  close(): void;
}

/**
 * Makes the first copy, of which everything is asked that is known of all of them, and begins with the others.
 * @throws PreparationError when AWS does not take it.
 */
export async function openPool(options: CopiesOptions, preparing: AbortSignal): Promise<OpenPool> {
  const { home, parts, forcing, seats, signal } = options;
  const { variant } = parts;
  const planned = options.planned;
  const force = async (copy: FunctionCopy) => {
    await options.way.ready?.(copy, signal);
    const version = await forcing.force(copy, variant, signal);
    if (version !== undefined) {
      await options.way.readyVersion?.(copy, version, signal);
    }
    return version;
  };
  const copies = new Set<FunctionCopy>();
  let count = 0;
  const make = async (making: AbortSignal): Promise<MadeCopy> => {
    const index = count++;
    const name = functionNameOf(options.runId, options.key, index);
    const configuration = await createFunction(home.region, home.made, parts, name, making);
    const copy = new FunctionCopy(home.region, name, index, signal);
    copies.add(copy);
    return { copy, configuration };
  };
  const first = await make(preparing);
  if (forcing.method === "burst") {
    // They are connections to one function: what their environments have in common is that copy.
    const connections = Array.from({ length: burstSize(planned, options.copies) }, (_, index) =>
      index === 0 ? first.copy : new FunctionCopy(home.region, first.copy.name, first.copy.index, signal),
    );
    const pool = new BurstPool(connections, { planned, force, seats });
    return { pool, method: "burst", first: await whole(first), close: () => closeAll(new Set(connections)) };
  }
  const size = Math.min(options.copies, planned);
  const ahead = await Promise.all(
    Array.from({ length: options.whole ? size - 1 : 0 }, () => make(preparing)),
  );
  const pool = new ColdPool(
    {
      size,
      planned,
      once: forcing.once,
      keep: options.keep,
      make: async () => (ahead.shift() ?? (await make(signal))).copy,
      force,
      end: ({ copy, version }) => {
        if (version !== undefined) {
          // What fails here goes with the function at the end.
          forcing.end?.(copy, version, signal).catch(() => {});
        }
      },
      discard: (copy) => {
        copies.delete(copy);
        void discardCopy(home, copy, signal);
      },
    },
    first.copy,
  );
  pool.begin();
  return {
    pool: seatedPool(pool, seats),
    method: forcing.method,
    first: await whole(first),
    close: () => closeAll(copies),
  };
}

/** Mostly the answer to its making says all there is to know, and the copy becomes active meanwhile. */
async function whole({ copy, configuration }: MadeCopy): Promise<FunctionState> {
  return configuration.RuntimeVersionConfig?.RuntimeVersionArn === undefined
    ? await copy.whenActive()
    : { configuration };
}

interface MadeCopy {
  readonly copy: FunctionCopy;
  readonly configuration: FunctionConfiguration;
}

function closeAll(copies: ReadonlySet<FunctionCopy>): void {
  for (const copy of copies) {
    copy.close();
  }
}
