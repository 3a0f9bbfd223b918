/** One that waits. */
export interface Waiter<Value> {
  /** How much it takes of what there is. */
  readonly weight: number;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who wait for something, in the order in which they came. */
export class Waiters<Value> {
  readonly #queue: Waiter<Value>[] = [];

  get size(): number {
    return this.#queue.length;
  }

  /** The one that waits longest. */
  get first(): Waiter<Value> | undefined {
    return this.#queue[0];
  }

  /** Rejects with the signal's reason, and then waits no more. */
  wait(signal: AbortSignal | undefined, weight = 1): Promise<Value> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        reject(signal?.reason);
      };
      const waiter: Waiter<Value> = {
        weight,
        resolve: (value) => {
          signal?.removeEventListener("abort", abort);
          resolve(value);
        },
        reject: (error) => {
          signal?.removeEventListener("abort", abort);
          reject(error);
        },
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(waiter);
    });
  }

  /** Takes the one that waits longest out; whoever does it resolves or rejects it. */
  take(): Waiter<Value> | undefined {
    return this.#queue.shift();
  }
}
