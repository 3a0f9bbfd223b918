/** Until a run has put something on record. */
export async function untilSampled(read: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      if (read().includes("\n")) {
        return;
      }
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("expected samples within a minute, got none");
}
