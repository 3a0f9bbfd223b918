import { chmodSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, manifestOf, nodeRuntime, samplesOf, type Workplace, workplace } from "./thaw.ts";

/** Asks for every invocation and works on it for two milliseconds, beside the function. */
const extension = `#!${process.execPath}
const { basename } = require("node:path");
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension";
(async () => {
  const registered = await fetch(api + "/register", {
    method: "POST",
    headers: { "Lambda-Extension-Name": basename(__filename) },
    body: JSON.stringify({ events: ["INVOKE"] }),
  });
  const headers = { "Lambda-Extension-Identifier": registered.headers.get("lambda-extension-identifier") };
  for (;;) {
    await fetch(api + "/event/next", { headers });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
})();
`;

/** Ends its process in the second invocation of every environment, once: what is in /tmp outlives the reset. */
const crashing = `import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
let count = 0;
export const handler = async () => {
  const mark = join(process.env.TMPDIR, "crashed");
  if (++count === 2 && !existsSync(mark)) {
    writeFileSync(mark, "");
    process.exit(1);
  }
  return count;
};
`;

const scenario = (name: string, more: string) => `name: ${name}
function: { code: fn, handler: index.handler }
runtimes: { node: { runtime: ${nodeRuntime} } }
samples: { cold: 2, warm: 4, warmupBlocks: 0 }
${more}`;

describe("a run with extensions, resets and a lifetime", () => {
  let place: Workplace;
  let run: Ended;

  beforeAll(async () => {
    place = workplace({
      "fn/index.mjs": crashing,
      "layer/extensions/observer": extension,
      "observed.yaml": scenario("observed", "matrix: { layers: { observed: [layer] } }"),
      "mortal.yaml": scenario("mortal", "recycle: { lifetime: 1ms }"),
    });
    chmodSync(place.path("layer/extensions/observer"), 0o755);
    run = await place.start(["run", "observed.yaml", "mortal.yaml", "--out", "out"]);
  });

  it("says what the extension cost", () => {
    const report = place.read("out/report.md");
    expect(report).toMatch(/### Extensions[\s\S]*\| node +\| observer +(\| +[\d.]+ ){3}\|/);
    expect(run.stdout).toMatch(/Extension +Init +Overhead, cold +Overhead, warm\n +node +observer/);
    const rows = place.read("out/summary.csv").split("\r\n");
    expect(rows.filter((row) => /,extension(Init|Overhead),.*,observer,/.test(row))).toHaveLength(3);
  });

  it("tells invocations after a reset from warm ones", () => {
    const again = samplesOf(place.path("out")).filter(
      ({ suppressedInitMs }) => suppressedInitMs !== undefined,
    );
    expect(again.map(({ invocation, status }) => `${invocation} ${status}`)).toEqual(["2 ok", "2 ok"]);
    const report = place.read("out/report.md");
    expect(report).toContain("2 of 8 warm invocations answered after a reset of the environment");
    expect(report).toMatch(/\| duration, warm +\| node +\| +4 \|/);
  });

  it("says what an environment's lifetime has cost", () => {
    const report = place.read("out/report.md");
    expect(report).toContain(
      "2 environments ended at their lifetime or idle limit: 8 planned warm invocations were not taken.",
    );
  });

  it("goes on with nothing when it is resumed: what was not taken is not wanted any more", async () => {
    const before = place.read("out/samples.ndjson");
    await place.start(["run", "--resume", "out"]);
    expect(place.read("out/samples.ndjson")).toBe(before);
  });

  it("knows of the machine whether the names lead to it that extensions may look up", async () => {
    const { variants, segments } = manifestOf(place.path("out"));
    expect(variants.map(({ prepared }) => prepared[0]?.extensions)).toContainEqual(["observer"]);
    const { names } = JSON.parse((await place.start(["doctor", "--json"])).stdout);
    const missing = names
      .filter(({ available }: { available: boolean }) => !available)
      .map(({ name }: { name: string }) => name);
    expect(segments[0]?.host.unresolvedSandboxNames).toEqual(missing);
    const said = place.read("out/report.md").includes("did not lead to the loopback interface");
    expect(said).toBe(missing.length > 0);
  });
});
