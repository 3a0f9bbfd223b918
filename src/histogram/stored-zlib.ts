/** The largest stored block: its length is 16 bits. */
const maxBlock = 0xffff;

/**
 * A zlib stream (RFC 1950) of stored blocks (RFC 1951, section 3.2.4): not one byte smaller, and the same bytes
 * everywhere. Compressors differ between versions and processors, and derived files are rebuilt byte for byte.
 */
export function storedZlib(data: Uint8Array): Buffer {
  const parts: Uint8Array[] = [Buffer.from([0x78, 0x01])];
  for (let start = 0; start < data.length || start === 0; start += maxBlock) {
    const block = data.subarray(start, start + maxBlock);
    parts.push(blockHeader(block.length, start + maxBlock >= data.length), block);
  }
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(adler32(data));
  return Buffer.concat([...parts, checksum]);
}

function blockHeader(length: number, isLast: boolean): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt8(isLast ? 1 : 0, 0);
  header.writeUInt16LE(length, 1);
  header.writeUInt16LE(~length & 0xffff, 3);
  return header;
}

/** RFC 1950, section 8.2. */
function adler32(data: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of data) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
