/** Keeps the end of what a process writes. */
export class LastWords {
  #kept = Buffer.alloc(0);

  append(chunk: Buffer): void {
    this.#kept = Buffer.concat([this.#kept, chunk]).subarray(-2000);
  }

  /** The last line that says anything, at most 300 characters. */
  text(): string {
    const lines = this.#kept.toString("utf8").split("\n");
    const last = lines.filter((line) => line.trim() !== "").at(-1) ?? "";
    return last.trim().slice(0, 300);
  }
}
