import type { PlatformSpan, PlatformTracing } from "../report-lines/platform-event.ts";
import type { Delivery, Invocation } from "../runtime-api/invocation.ts";
import type { Observation } from "../samples/sample.ts";
import { between, completion } from "./observation.ts";
import type { EnvironmentParts } from "./parts.ts";
import type { PlatformEnding } from "./platform-ending.ts";
import { type PlatformLog, rounded } from "./platform-log.ts";

/** An invocation begins. */
export function sayStart(
  { platform, clock, functionVersion }: EnvironmentParts,
  invocation: Invocation,
): void {
  platform.say("platform.start", clock.nowMs(), {
    ...identity(invocation),
    version: functionVersion,
    ...tracing(invocation),
  });
}

/** The runtime has answered and asked for the next event, or will not any more. */
export function sayRuntimeDone(
  { platform, clock }: EnvironmentParts,
  invocation: Invocation,
  { progress }: Pick<Delivery, "progress">,
  ending: PlatformEnding,
): void {
  const endedAtMs = progress.nextAskedAtMs ?? clock.nowMs();
  const durationMs = between(progress.departedAtMs, endedAtMs) ?? 0;
  const producedBytes = progress.responseBytes;
  platform.say("platform.runtimeDone", endedAtMs, {
    ...identity(invocation),
    ...ending,
    metrics: { durationMs: rounded(durationMs), ...(producedBytes === undefined ? {} : { producedBytes }) },
    spans: runtimeSpans(platform, progress),
    ...tracing(invocation),
  });
}

/** What an invocation cost. */
export function sayReport(
  { platform, clock, memoryMb }: EnvironmentParts,
  invocation: Invocation,
  { progress, extensions }: Pick<Delivery, "progress" | "extensions">,
  observation: Observation,
  ending: PlatformEnding,
): void {
  const { nextAskedAtMs } = progress;
  const overhead =
    extensions.length === 0
      ? []
      : span(platform, "extensionOverhead", nextAskedAtMs, completion(nextAskedAtMs, extensions));
  platform.say("platform.report", clock.nowMs(), {
    ...identity(invocation),
    ...ending,
    metrics: reportMetrics(observation, memoryMb),
    ...(overhead.length === 0 ? {} : { spans: overhead }),
    ...tracing(invocation),
  });
}

function reportMetrics(observation: Observation, memorySizeMB: number) {
  const { durationMs = 0, billedMs, initMs, restoreMs, maxMemoryMb } = observation;
  return {
    durationMs: rounded(durationMs),
    billedDurationMs: billedMs ?? Math.ceil(durationMs),
    memorySizeMB,
    ...(maxMemoryMb === undefined ? {} : { maxMemoryUsedMB: Math.ceil(maxMemoryMb) }),
    ...(initMs === undefined || restoreMs !== undefined ? {} : { initDurationMs: rounded(initMs) }),
    ...(restoreMs === undefined ? {} : { restoreDurationMs: rounded(restoreMs) }),
  };
}

function runtimeSpans(platform: PlatformLog, progress: Delivery["progress"]): readonly PlatformSpan[] {
  const { departedAtMs, firstByteAtMs, answeredAtMs, nextAskedAtMs } = progress;
  return [
    ...span(platform, "responseLatency", departedAtMs, firstByteAtMs),
    ...span(platform, "responseDuration", firstByteAtMs, answeredAtMs),
    ...span(platform, "runtimeOverhead", answeredAtMs, nextAskedAtMs),
  ];
}

function span(
  platform: PlatformLog,
  name: PlatformSpan["name"],
  fromMs: number | undefined,
  toMs: number | undefined,
): readonly PlatformSpan[] {
  return fromMs === undefined || toMs === undefined
    ? []
    : [{ name, start: platform.dateOf(fromMs).toISOString(), durationMs: rounded(toMs - fromMs) }];
}

function identity({ requestId, tenantId }: Invocation) {
  return { requestId, ...(tenantId ? { tenantId } : {}) };
}

function tracing({ traceId }: Invocation): { readonly tracing?: PlatformTracing } {
  return traceId ? { tracing: { type: "X-Amzn-Trace-Id", value: traceId } } : {};
}
