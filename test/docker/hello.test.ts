import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { workplace } from "../cli/thaw.ts";
import { partPath } from "../real/parts.ts";
import { withoutEngine } from "./engine.ts";
import { phpLayer } from "./fixture.ts";

const conformance = fileURLToPath(new URL("../../scenarios/conformance/functions", import.meta.url));
const minute = 60_000;
/** Enough for intervals of medians, of which the first start of each, with its files not yet in the cache, is one. */
const coldCount = 9;

const runtimes = () => ({
  "nodejs22.x": { code: `${conformance}/nodejs`, handler: "index.handler" },
  "python3.11": { code: `${conformance}/python`, handler: "app.handler" },
  java17: { code: partPath("function-java"), handler: "conformance.Function" },
  go: { runtime: "provided.al2023", code: partPath("function-go") },
  rust: { runtime: "provided.al2023", code: partPath("function-rust") },
  php: { runtime: "provided.al2023", code: `${conformance}/php`, handler: "index.php", build: phpLayer },
});

// One run: blocks of all, so that what disturbs the machine disturbs them alike. Enough cold starts for intervals.
it.skipIf(withoutEngine !== undefined)(
  `cold starts of one function in six languages lie as languages do${withoutEngine ? ` (${withoutEngine})` : ""}`,
  { timeout: 3 * minute },
  async () => {
    const scenario = {
      name: "hello",
      event: { action: "echo", payload: "hello" },
      runtimes: runtimes(),
      matrix: { memory: [512] },
      samples: { cold: coldCount, warm: 0, warmupBlocks: 0 },
    };
    const place = workplace({ "hello.json": JSON.stringify(scenario) });
    const run = place.start(["run", "hello.json", "--target", "docker", "--out", "out"], {
      DOCKER_HOST: process.env.DOCKER_HOST ?? "",
    });
    const { exitCode, stderr } = await run;
    expect(stderr).not.toContain("failed");
    expect(exitCode).toBe(0);

    const { rust, go, php, python, node, java } = coldStarts(place.read("out/summary.csv"));
    // Both are a few milliseconds: neither is told from the other by so few.
    expect(rust.lowMs).toBeLessThanOrEqual(go.highMs);
    expect(node.medianMs).toBeGreaterThan(python.medianMs);
    for (const other of [rust, go, php, python, node]) {
      expect(java.medianMs).toBeGreaterThan(other.medianMs);
    }
  },
);

interface ColdStart {
  readonly lowMs: number;
  readonly medianMs: number;
  readonly highMs: number;
}

function coldStarts(summary: string) {
  const [header = "", ...rows] = summary
    .trim()
    .split(/\r?\n/)
    .map((row) => row.split(","));
  const of = (label: string): ColdStart => {
    const row = rows.find(
      (cells) => cells[header.indexOf("label")] === label && cells[header.indexOf("phase")] === "coldStart",
    );
    const cell = (name: string) => Number(row?.[header.indexOf(name)] || Number.NaN);
    expect(cell("n"), label).toBe(coldCount);
    return { lowMs: cell("p50_low_ms"), medianMs: cell("p50_ms"), highMs: cell("p50_high_ms") };
  };
  return {
    rust: of("rust"),
    go: of("go"),
    php: of("php"),
    python: of("python3.11"),
    node: of("nodejs22.x"),
    java: of("java17"),
  };
}
