import { execa } from "execa";
import { expect, test } from "vitest";
import { z } from "zod";

// A small repeat of `node bench/main.mjs comparison`, from the same recorded blocks and one seed: the same figures each time.
const file = (name: string) => JSON.stringify(new URL(`../../../bench/${name}.mjs`, import.meta.url).href);
const imports = `
  const { disjointAlarms } = await import(${file("comparison/false-alarms")});
  const { power } = await import(${file("comparison/power")});
  const { readPool } = await import(${file("comparison/pool")});
`;

async function evidence(name: string, expression: string): Promise<unknown> {
  const program = `${imports} const pool = readPool("${name}"); console.log(JSON.stringify(${expression}));`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", program]);
  return JSON.parse(stdout);
}

const found = z.object({ comparisons: z.number(), alarms: z.number() });
const share = z.object({ share: z.number() });

/** Of independent comparisons of which 0.5 % give an alarm, no more than these, but once in a thousand times. */
function mostAlarms(comparisons: number): number {
  const expected = 0.005 * comparisons;
  return Math.ceil(expected + 3.1 * Math.sqrt(expected) + 1);
}

test.each(["process", "docker"])(
  "the same code on both sides is hardly ever called different: %s",
  async (name) => {
    for (const design of [`{ cold: 70, until: "decided" }`, `{ cold: 20 }`]) {
      const { comparisons, alarms } = found.parse(await evidence(name, `disjointAlarms(pool, ${design})`));
      expect(comparisons).toBeGreaterThan(40);
      expect(alarms).toBeLessThanOrEqual(mostAlarms(comparisons));
    }
  },
);

test.each([
  ["5 % slower is found with 70 cold starts a side", { shift: 0.05, cold: 70, wanted: "slower" }, 0.9],
  ["10 % slower is found with 30 cold starts a side", { shift: 0.1, cold: 30, wanted: "slower" }, 0.9],
  ["10 % faster is found with 35 cold starts a side", { shift: -0.1, cold: 35, wanted: "faster" }, 0.9],
  ["no change is called the same with 70 cold starts a side", { shift: 0, cold: 70, wanted: "same" }, 0.8],
])("%s", async (_title, question, least) => {
  const options = JSON.stringify({ repeats: 100, seed: 2, ...question });
  expect(share.parse(await evidence("process", `power(pool, ${options})`)).share).toBeGreaterThanOrEqual(
    least,
  );
});

test("1 % slower is hardly ever called slower: it is less than matters", async () => {
  const options = JSON.stringify({ repeats: 100, seed: 2, shift: 0.01, cold: 70, wanted: "slower" });
  expect(share.parse(await evidence("process", `power(pool, ${options})`)).share).toBeLessThanOrEqual(0.05);
});
