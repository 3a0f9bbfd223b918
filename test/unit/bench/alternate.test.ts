import { execa } from "execa";
import { expect, test } from "vitest";
import { z } from "zod";

const alternate = new URL("../../../bench/alternate.mjs", import.meta.url).href;
const row = new URL("../../../bench/row.mjs", import.meta.url).href;

// The tasks are not declared async: of such functions tinybench finds out by starting them.
const program = `
  const { alternate } = await import(${JSON.stringify(alternate)});
  const order = [];
  let open = 0;
  let most = 0;
  const task = (name) => () => {
    order.push(name);
    most = Math.max(most, ++open);
    return new Promise((resolve) => setTimeout(resolve, 5)).then(() => { open--; });
  };
  const timesMs = await alternate({ floor: task("floor"), other: task("other") }, { rounds: 2, iterations: 1 });
  console.log(JSON.stringify({ order, most, kept: Object.values(timesMs).map((times) => times.length) }));
`;

const outcome = z.object({ order: z.array(z.string()), most: z.number(), kept: z.array(z.number()) });

test("no task runs beside another, they take turns, and the first round is not kept", async () => {
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", program]);
  expect(outcome.parse(JSON.parse(stdout))).toEqual({
    order: ["floor", "other", "floor", "other", "floor", "other"],
    most: 1,
    kept: [2, 2],
  });
});

test.each([
  [0.79, false],
  [1.2, true],
  [3, true],
  [3.1, false],
])("%d times the floor, with a limit of 3, is held: %s", async (times, held) => {
  const print = `const { timesFloor } = await import(${JSON.stringify(row)}); console.log(timesFloor(${times}, 1, 3).held);`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", print]);
  expect(stdout).toBe(String(held));
});
