/** A field of what may be anything, such as an engine's answer; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === "object" ? Reflect.get(value, name) : undefined;
}
