import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
import { manifestOf, oneFunction, workplace } from "./thaw.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("installs from its tarball into an empty folder and measures the user's own scenario there", async (context) => {
  const place = workplace(oneFunction("export const handler = async () => ({ statusCode: 200 });"));
  // What `npm test` needs is compiled already; compiling again would take it away from the tests beside this one.
  const packed = await execa(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", place.folder],
    { cwd: root },
  );
  const tarball = readdirSync(place.folder).find((name) => name.endsWith(".tgz"));
  expect(packed.stdout).toContain("src/runtimes/bootstraps/nodejs.mjs");
  expect(packed.stdout).toContain("schema/scenario.schema.json");
  place.write("package.json", '{ "name": "user", "private": true }');
  const install = await execa("npm", ["install", "--ignore-scripts", `./${tarball}`], {
    cwd: place.folder,
    reject: false,
  });
  if (install.exitCode !== 0 && process.env.THAW_REQUIRE_ALL === undefined) {
    context.skip("npm could not fetch the dependencies here");
  }
  expect(install.exitCode).toBe(0);
  const thaw = place.path("node_modules", ".bin", "thaw");
  const run = await execa(thaw, ["run", "one.yaml", "--out", "out"], { cwd: place.folder, reject: false });
  expect(`${run.stderr}`).not.toMatch(/bug in thaw/);
  expect(run.exitCode).toBe(0);
  expect(manifestOf(place.path("out")).state).toBe("complete");
  const report = await execa(thaw, ["report", "out", "--format", "hgrm"], { cwd: place.folder });
  expect(report.stdout).toContain("Percentile");
});
