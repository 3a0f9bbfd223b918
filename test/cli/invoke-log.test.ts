import { expect, it } from "vitest";
import { oneFunction, workplace } from "./thaw.ts";

it("thaw invoke prints what init wrote before START, and what the invocation wrote after it", async () => {
  const source =
    'console.log("in init");\nexport const handler = async () => console.log("in the invocation");';
  const { stdout } = await workplace(oneFunction(source)).start(["invoke", "one.yaml"]);
  expect(stdout).toMatch(/in init[\s\S]*START[\s\S]*in the invocation[\s\S]*END/);
});

it("thaw report refuses a filter that nothing would use, or that leaves nothing", async () => {
  const place = workplace(oneFunction("export const handler = async () => 1;"));
  await place.start(["run", "one.yaml", "--out", "out"]);
  const unused = await place.start(["report", "out", "--filter", "phase=init"]);
  expect(unused.stderr).toContain("--filter: expected --format hgrm beside it, got none");
  const unknown = await place.start(["report", "out", "--format", "hgrm", "--filter", "phase=nope"]);
  expect(unknown.stderr).toContain("--filter: expected a series of this run, got phase=nope");
  expect([unused.exitCode, unknown.exitCode]).toEqual([2, 2]);
});
