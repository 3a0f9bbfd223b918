import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  encodeFrame,
  encodeLaunch,
  type Frame,
  FrameReader,
} from "../../../../src/targets/docker/init-frames.ts";

const frame = fc.record({
  type: fc.integer({ min: 1, max: 20 }),
  id: fc.nat(0xffff_ffff),
  payload: fc.uint8Array({ maxLength: 200 }),
});

describe("frames", () => {
  it("come out as they went in, however the bytes were cut", () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 })),
        (sent, cuts) => {
          const bytes = Buffer.concat(
            sent.map(({ type, id, payload }) => encodeFrame(type, id, Buffer.from(payload))),
          );
          const got = readInPieces(bytes, cuts);
          expect(got.map(({ type, id }) => [type, id])).toEqual(sent.map(({ type, id }) => [type, id]));
          expect(got.map(({ payload }) => [...payload])).toEqual(sent.map(({ payload }) => [...payload]));
        },
      ),
    );
  });

  it("hold a launch as numbers and texts that end with a zero", () => {
    const payload = encodeLaunch({
      command: "/bin/a",
      args: ["b c", ""],
      cwd: "/var/task",
      variables: { NAME: "värde=1" },
      frames: true,
    });
    expect([0, 4, 8].map((at) => payload.readUInt32LE(at))).toEqual([3, 1, 1]);
    expect(payload.subarray(12).toString()).toBe("/var/task\0/bin/a\0b c\0\0NAME=värde=1\0");
  });
});

function readInPieces(bytes: Buffer, cuts: readonly number[]): readonly Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  let at = 0;
  for (const cut of [...cuts, bytes.length]) {
    frames.push(...reader.read(bytes.subarray(at, at + cut)));
    at += cut;
  }
  return frames;
}
