import { expect, it } from "vitest";
import { LeastWay } from "../../../../src/targets/aws-lambda/least-way.ts";

it("the least that a way takes is known when ten calls have shown it, and only goes down", () => {
  const way = new LeastWay();
  for (let call = 0; call < 9; call++) {
    way.add(30 - call);
    expect(way.ms).toBeUndefined();
  }
  way.add(50);
  expect(way.ms).toBe(22);
  way.add(20);
  way.add(40);
  expect(way.ms).toBe(20);
});
