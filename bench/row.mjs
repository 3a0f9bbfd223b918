// What a row of the table says. `judged` is the figure that stands beside the limit; `held` is absent without one.

/** A figure that must not be above its limit. */
export function atMost(value, limit, format) {
  return { judged: format(value), limit: `≤ ${format(limit)}`, held: value <= limit };
}

/**
 * How many times its floor a figure is. What does more than its floor cannot be clearly faster: below 0.9 the floor was
 * measured wrongly, and then the ratio says nothing, however far it is from the limit.
 */
export function timesFloor(value, floor, limit) {
  const times = value / floor;
  return { judged: ratio(times), limit: `0.90 to ${ratio(limit)}`, held: times >= 0.9 && times <= limit };
}

/** A figure that must not be below its limit. */
export function atLeast(value, limit, format) {
  return { judged: format(value), limit: `≥ ${format(limit)}`, held: value >= limit };
}

/** A figure that must be the wanted one, give or take. */
export function within(value, wanted, tolerance, format) {
  return {
    judged: format(value),
    limit: `${format(wanted)} ± ${format(tolerance)}`,
    held: Math.abs(value - wanted) <= tolerance,
  };
}

export const ratio = (value) => `${value.toFixed(2)} ×`;
export const milliseconds = (ms) => `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
export const microseconds = (ms) => `${(ms * 1000).toFixed(0)} µs`;
export const megabytes = (mb) => `${mb.toFixed(0)} MB`;
export const perSecond = (count) => `${Math.round(count / 1000)} k/s`;
