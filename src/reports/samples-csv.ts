import { stringify } from "csv-stringify/sync";
import { fieldOf, phases } from "../samples/phases.ts";
import type { Sample } from "../samples/sample.ts";

type Cell = string | number | undefined;

const fields: readonly (readonly [column: string, cell: (sample: Sample) => Cell])[] = [
  ["target", (sample) => sample.target],
  ["variant", (sample) => sample.variant],
  ["side", (sample) => sample.side],
  ["segment", (sample) => sample.segment],
  ["block", (sample) => sample.block],
  ["attempt", (sample) => sample.attempt],
  ["environment", (sample) => sample.environment],
  ["invocation", (sample) => sample.invocation],
  ["temperature", (sample) => sample.temperature],
  ["method", (sample) => sample.method],
  ["status", (sample) => sample.status],
  ["error_type", (sample) => sample.error?.type],
  ["error_message", (sample) => sample.error?.message],
  ["warmup", (sample) => String(sample.warmup === true)],
  ["taken_at", (sample) => sample.takenAt],
  ...phases.map((phase) => [snakeCase(fieldOf(phase)), (sample: Sample) => sample[fieldOf(phase)]] as const),
  ["extension_init_ms", (sample) => pairs(sample.extensionInitMs)],
  ["extension_overhead_ms", (sample) => pairs(sample.extensionOverheadMs)],
  ["failed_init_ms", (sample) => sample.failedInitMs],
  ["suppressed_init_ms", (sample) => sample.suppressedInitMs],
  ["billed_ms", (sample) => sample.billedMs],
  ["billed_restore_ms", (sample) => sample.billedRestoreMs],
  ["max_memory_mb", (sample) => sample.maxMemoryMb],
  ["peak_with_cache_mb", (sample) => sample.peakWithCacheMb],
  ["cpu_init_ms", (sample) => sample.cpuInitMs],
  ["cpu_invoke_ms", (sample) => sample.cpuInvokeMs],
  ["throttled_init_ms", (sample) => sample.throttledInitMs],
  ["throttled_invoke_ms", (sample) => sample.throttledInvokeMs],
  ["init_start", (sample) => sample.initStart],
  ["response_bytes", (sample) => sample.responseBytes],
  ["copy", (sample) => sample.copy],
  ["request_id", (sample) => sample.requestId],
  ["http_status", (sample) => sample.httpStatus],
  ["runtime_version_arn", (sample) => sample.runtimeVersionArn],
  ["platform_ms", (sample) => pairs(sample.platformMs)],
  ["tail", (sample) => sample.tail?.toString()],
  ["other_facts", (sample) => pairs(sample.otherFacts)],
  ["steal_ms", (sample) => sample.noise?.stealMs],
  ["cpu_pressure", (sample) => sample.noise?.cpuPressure],
  ["throttled_ms", (sample) => sample.noise?.throttledMs],
  ["loop_delay_ms", (sample) => sample.noise?.loopDelayMs],
  ["recycled", (sample) => String(sample.recycled === true)],
  ["last", (sample) => String(sample.last === true)],
];

const rowsPerPart = 1000;

/** Every sample as a row of CSV (RFC 4180, CRLF), in parts that are written one after another: header first. */
export async function* samplesCsv(samples: AsyncIterable<Sample>): AsyncGenerator<string> {
  yield toCsv([fields.map(([column]) => column)]);
  let rows: Cell[][] = [];
  for await (const sample of samples) {
    rows.push(fields.map(([, cell]) => cell(sample)));
    if (rows.length === rowsPerPart) {
      yield toCsv(rows);
      rows = [];
    }
  }
  if (rows.length > 0) {
    yield toCsv(rows);
  }
}

function toCsv(rows: readonly (readonly Cell[])[]): string {
  return stringify([...rows], { record_delimiter: "windows" });
}

/** `coldStartMs` → `cold_start_ms`. */
function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `otel=31.5;other=2`. */
function pairs(group: Readonly<Record<string, number | string>> | undefined): string | undefined {
  return group === undefined
    ? undefined
    : Object.entries(group)
        .map(([name, value]) => `${name}=${value}`)
        .join(";");
}
