import fc from "fast-check";
import { expect, it } from "vitest";
import { firstTime, timeOf } from "../../../src/log-exports/log-time.ts";

const time = "2026-11-23T19:20:11.123Z";

it.each([
  time,
  "2026-11-23T19:20:11.123456+00:00",
  "2026-11-23 19:20:11.123",
  "2026-11-23 19:20:11,123 UTC",
  "2026-11-23T20:50:11.123+0130",
  "2026-11-23T12:20:11.123-07:00",
  Date.parse(time),
  String(Date.parse(time)),
])("a time is read as tools write it: %s", (text) => {
  expect(timeOf(text)).toBe(time);
});

it("a time may be in seconds", () => {
  expect(timeOf(1_795_461_611)).toBe("2026-11-23T19:20:11.000Z");
  expect(timeOf("2026-11-23T19:20:11")).toBe("2026-11-23T19:20:11.000Z");
});

it("the first time of a text is found, and nothing else taken for one", () => {
  expect(firstTime(`at ${time}, not at 2027-01-01T00:00:00Z`)).toBe(time);
  for (const text of [
    "",
    "2026/11/23",
    "2026-13-23T19:20:11Z",
    "12026-11-23T19:20:11Z",
    "37121111111111111111",
    "soon",
  ]) {
    expect(firstTime(text)).toBeUndefined();
  }
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e18, null, undefined, {}]) {
    expect(timeOf(value)).toBeUndefined();
  }
});

it("every time that Lambda writes is given back", () => {
  const dates = fc.date({ min: new Date("1974-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(dates, (date) => {
      expect(timeOf(date.toISOString())).toBe(date.toISOString());
      expect(timeOf(date.getTime())).toBe(date.toISOString());
    }),
  );
});
