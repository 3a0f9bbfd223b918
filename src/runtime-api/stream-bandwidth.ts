import type { IncomingMessage } from "node:http";
import type { Clock } from "../shared/clock.ts";

/** How fast a streamed response is read. */
export interface StreamBandwidth {
  readonly bytesPerSecond: number;
  /** So many bytes come as fast as they can. */
  readonly burstBytes: number;
}

/** Lambda's own. Source: AWS's emulator, `internal/lambda/interop/model.go`; AWS Lambda Developer Guide, "Response streaming". */
export const lambdaStreamBandwidth: StreamBandwidth = {
  bytesPerSecond: 2 * 1024 * 1024,
  burstBytes: 6 * 1024 * 1024,
};

/**
 * Slows the reading of a body down: a bucket that holds the burst, filled at the rate. What the client cannot send waits in
 * its own buffers, as on Lambda.
 */
export function limitBandwidth(request: IncomingMessage, clock: Clock, bandwidth: StreamBandwidth): void {
  const { bytesPerSecond, burstBytes } = bandwidth;
  let bucket = burstBytes;
  let filledAtMs = clock.nowMs();
  let pause: NodeJS.Timeout | undefined;
  request.on("data", (chunk: Buffer) => {
    const nowMs = clock.nowMs();
    bucket = Math.min(burstBytes, bucket + ((nowMs - filledAtMs) / 1000) * bytesPerSecond) - chunk.byteLength;
    filledAtMs = nowMs;
    if (bucket < 0) {
      request.pause();
      pause = setTimeout(() => request.resume(), (-bucket / bytesPerSecond) * 1000);
    }
  });
  request.once("close", () => clearTimeout(pause));
}
