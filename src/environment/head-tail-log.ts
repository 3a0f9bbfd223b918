const keptBytes = 64 * 1024;

/** Keeps the first and the last 64 KB of a log: a function that floods it costs bounded memory. */
export class HeadTailLog {
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  /** A ring, made when the head is full. */
  #tail: Buffer | undefined;
  #tailBytes = 0;

  append(chunk: Buffer): void {
    const forHead = chunk.subarray(0, keptBytes - this.#headBytes);
    if (forHead.byteLength > 0) {
      this.#head.push(forHead);
      this.#headBytes += forHead.byteLength;
    }
    if (forHead.byteLength < chunk.byteLength) {
      this.#appendToTail(chunk.subarray(forHead.byteLength));
    }
  }

  /** What was kept, with a line that says how much was left out between. */
  text(): string {
    const head = Buffer.concat(this.#head).toString("utf8");
    const leftOut = this.#tailBytes - keptBytes;
    return leftOut > 0
      ? `${head}\n… ${leftOut} bytes left out …\n${this.#tailText()}`
      : `${head}${this.#tailText()}`;
  }

  #appendToTail(chunk: Buffer): void {
    this.#tail ??= Buffer.alloc(keptBytes);
    // Only the end of a chunk that is larger than the ring can stay.
    const kept = chunk.subarray(-keptBytes);
    const at = (this.#tailBytes + chunk.byteLength - kept.byteLength) % keptBytes;
    const copied = kept.copy(this.#tail, at);
    kept.copy(this.#tail, 0, copied);
    this.#tailBytes += chunk.byteLength;
  }

  #tailText(): string {
    if (this.#tail === undefined) {
      return "";
    }
    const end = this.#tailBytes % keptBytes;
    const parts =
      this.#tailBytes > keptBytes
        ? [this.#tail.subarray(end), this.#tail.subarray(0, end)]
        : [this.#tail.subarray(0, end || keptBytes)];
    return Buffer.concat(parts).toString("utf8");
  }
}
