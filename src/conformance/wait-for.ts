import type { ProcessExit } from "../environment/sandbox.ts";

/** How waiting ended. */
export type Waited<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "exited"; readonly exit: ProcessExit }
  | { readonly kind: "timed-out" };

/** Waits for `work` (which never rejects), the process's end or the limit, whichever comes first. Leaves no timer. */
export async function waitFor<T>(
  work: Promise<T>,
  exit: Promise<ProcessExit>,
  limitMs: number,
): Promise<Waited<T>> {
  let limit: NodeJS.Timeout | undefined;
  const timedOut = new Promise<Waited<T>>((resolve) => {
    limit = setTimeout(() => resolve({ kind: "timed-out" }), limitMs);
  });
  const done = work.then((value): Waited<T> => ({ kind: "done", value }));
  const exited = exit.then((ended): Waited<T> => ({ kind: "exited", exit: ended }));
  try {
    return await Promise.race([done, exited, timedOut]);
  } finally {
    clearTimeout(limit);
  }
}
