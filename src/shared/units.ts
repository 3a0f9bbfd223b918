const durationUnitsMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** `20ms`, `1.5s`, `10m`, `2h` → milliseconds; undefined for anything else. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  if (match === null) {
    return undefined;
  }
  return Number(match[1]) * durationUnitsMs[match[2] as keyof typeof durationUnitsMs];
}

/** `2%` → 0.02; undefined for anything else. */
export function parsePercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text.trim());
  return match === null ? undefined : Number(match[1]) / 100;
}

/** A span for people: `850 ms`, `12 s`, `3 min 5 s`, `1 h 2 min`. */
export function formatSpan(ms: number): string {
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? joinParts(`${minutes} min`, seconds % 60, "s")
    : joinParts(`${Math.floor(minutes / 60)} h`, minutes % 60, "min");
}

function joinParts(major: string, minor: number, unit: string): string {
  return minor === 0 ? major : `${major} ${minor} ${unit}`;
}
