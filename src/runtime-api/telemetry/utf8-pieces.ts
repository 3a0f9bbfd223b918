/**
 * Where a piece of at most `limitBytes` ends in a longer text: before a character that would be cut. In what is not UTF-8
 * it ends at the limit.
 */
export function pieceEnd(text: Uint8Array, limitBytes: number): number {
  for (let end = limitBytes; end > Math.max(0, limitBytes - 4); end -= 1) {
    if (!isContinuation(text[end])) {
      return end;
    }
  }
  return limitBytes;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
