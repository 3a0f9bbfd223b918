/** Kept of the beginning, and as much again of the end. */
const keptBytes = 64 * 1024;

/** What a function wrote, at a bounded cost in memory: the first and the last 64 KB of it. */
export class CapturedLog {
  private readonly head: Buffer[] = [];
  private tail: Buffer[] = [];
  private headBytes = 0;
  private tailBytes = 0;
  private leftOutBytes = 0;

  /** Adds what was read; nothing is copied. */
  add(chunk: Buffer): void {
    const room = keptBytes - this.headBytes;
    if (room > 0) {
      const part = chunk.subarray(0, room);
      this.head.push(part);
      this.headBytes += part.length;
    }
    if (chunk.length > room) {
      this.addToTail(chunk.subarray(Math.max(0, room)));
    }
  }

  text(): string {
    const gap = this.leftOutBytes === 0 ? "" : `\n… ${this.leftOutBytes} bytes left out …\n`;
    return `${Buffer.concat(this.head).toString("utf8")}${gap}${Buffer.concat(this.tail).toString("utf8")}`;
  }

  private addToTail(chunk: Buffer): void {
    this.tail.push(chunk);
    this.tailBytes += chunk.length;
    if (this.tailBytes > 2 * keptBytes) {
      const kept = Buffer.concat(this.tail).subarray(-keptBytes);
      this.leftOutBytes += this.tailBytes - kept.length;
      this.tail = [Buffer.from(kept)];
      this.tailBytes = kept.length;
    }
  }
}
