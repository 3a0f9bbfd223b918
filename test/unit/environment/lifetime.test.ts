import { describe, expect, it } from "vitest";
import { Lifetime } from "../../../src/environment/lifetime.ts";

function clockAt(state: { nowMs: number }) {
  return { nowMs: () => state.nowMs, date: () => new Date(0) };
}

describe("a lifetime", () => {
  it("has no end where there are no limits", () => {
    const time = { nowMs: 0 };
    const lifetime = new Lifetime({}, clockAt(time));
    time.nowMs = 1e12;
    expect(lifetime.due).toBe(false);
  });

  it("ends at its age, however much it is used", () => {
    const time = { nowMs: 5 };
    const lifetime = new Lifetime({ lifetimeMs: 100 }, clockAt(time));
    time.nowMs = 105;
    lifetime.use();
    expect(lifetime.due).toBe(false);
    time.nowMs = 106;
    lifetime.use();
    expect(lifetime.due).toBe(true);
  });

  it("does not end before its first invocation, however long init took", () => {
    const time = { nowMs: 0 };
    const lifetime = new Lifetime({ lifetimeMs: 1, idleMs: 1 }, clockAt(time));
    time.nowMs = 50;
    expect(lifetime.due).toBe(false);
    lifetime.use();
    expect(lifetime.due).toBe(true);
  });

  it("ends when it was not used for long, and begins anew with each use", () => {
    const time = { nowMs: 0 };
    const lifetime = new Lifetime({ idleMs: 100 }, clockAt(time));
    time.nowMs = 90;
    lifetime.use();
    time.nowMs = 190;
    expect(lifetime.due).toBe(false);
    time.nowMs = 191;
    expect(lifetime.due).toBe(true);
  });
});
