import type { ColdCopies } from "./cold-copies.ts";
import type { Seats } from "./seats.ts";

/** A pool of which a copy is handed out when there is a seat for its environment: cold ones wait without one. */
export function seatedPool(pool: ColdCopies, seats: Seats): ColdCopies {
  return {
    size: pool.size,
    acquire: async (signal) => {
      const cold = await pool.acquire(signal);
      try {
        await seats.take(1, signal);
      } catch (error) {
        pool.release(cold, true);
        throw error;
      }
      return cold;
    },
    release: (cold, isTakenAgain) => {
      pool.release(cold, isTakenAgain);
      seats.leave(1);
    },
  };
}
