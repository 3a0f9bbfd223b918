/** What work gives; undefined when it has not by the limit. Leaves no timer behind. @throws what the work throws in time. */
export async function resultInTime<Result>(
  work: Promise<Result>,
  limitMs: number,
): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether work is done, well or not, before the limit. */
export async function inTime(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const done = work.then(
    () => true,
    () => true,
  );
  return (await resultInTime(done, limitMs)) === true;
}
