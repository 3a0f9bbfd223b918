const isoTime =
  /(?<!\d)(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(?:(Z|UTC)|([+-]\d\d):?(\d\d))?(?!\d)/;

/**
 * A time as logs write it: ISO 8601, with a space for the T, with up to nanoseconds, or as the time since 1970 in
 * milliseconds or seconds, as number or text. One without a zone is UTC, as CloudWatch's tools print it. Undefined for
 * anything else. The result is ISO 8601 in UTC with milliseconds.
 */
export function timeOf(value: unknown): string | undefined {
  if (typeof value === "number") {
    return epochTime(value);
  }
  if (typeof value !== "string") {
    return undefined;
  }
  return /^\d{9,16}(\.\d+)?$/.test(value) ? epochTime(Number(value)) : firstTime(value);
}

/** The first ISO 8601 time in a text, else the milliseconds since 1970 with which it begins. */
export function firstTime(text: string): string | undefined {
  const [, day, clock, fraction = "", , hours, minutes = ""] = isoTime.exec(text) ?? [];
  if (day === undefined) {
    const [, epoch] = /^"?(\d{13})(?!\d)/.exec(text) ?? [];
    return epoch === undefined ? undefined : epochTime(Number(epoch));
  }
  const zone = hours === undefined ? "Z" : `${hours}:${minutes}`;
  return isoOf(new Date(`${day}T${clock}.${fraction.padEnd(3, "0").slice(0, 3)}${zone}`));
}

/** True where a text is an ISO 8601 time and nothing else. */
export function isTimeAlone(text: string): boolean {
  const trimmed = text.length > 60 ? "" : text.trim();
  return trimmed !== "" && isoTime.exec(trimmed)?.[0] === trimmed;
}

/** Seconds up to the year 5138, milliseconds from 1973 on. */
function epochTime(value: number): string | undefined {
  const milliseconds = value < 1e11 ? value * 1000 : value;
  return value > 0 ? isoOf(new Date(milliseconds)) : undefined;
}

function isoOf(date: Date): string | undefined {
  const year = date.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? date.toISOString() : undefined;
}
