// Isolates what every further variant of one image and one function costs before anything is measured: twenty memory sizes
// beside one. A target of its own for each, so that finding the engine and making the network is in both.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPlan } from "../dist/plan/create-plan.js";
import { loadScenarios } from "../dist/scenario/load.js";
import { alternate, median } from "./alternate.mjs";
import { dockerTarget } from "./docker-target.mjs";
import { atMost, milliseconds, ratio } from "./row.mjs";
import { root } from "./thaw.mjs";

const variantCount = 20;

export async function dockerPrepare() {
  const folder = await mkdtemp(join(tmpdir(), "thaw-bench-"));
  const [variant] = await plannedVariants();
  const sizes = Array.from({ length: variantCount }, (_, index) => ({
    ...variant,
    memoryMb: 128 + 64 * index,
  }));
  try {
    const tasks = { one: () => prepare(folder, sizes.slice(0, 1)), twenty: () => prepare(folder, sizes) };
    const { one, twenty } = await alternate(tasks, { rounds: 5, iterations: 1 });
    return [
      {
        what: `${variantCount} variants of one function`,
        measured: milliseconds(median(twenty)),
        floor: `${milliseconds(median(one))} (one variant)`,
        ...atMost(median(twenty) / median(one), 5, ratio),
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plannedVariants() {
  const scenarios = await loadScenarios(["scenarios/hello.yaml"], process.env, root);
  const { variants } = createPlan(scenarios, { filters: ["runtime=nodejs22.x"], hostArchitecture: "x86_64" });
  return variants;
}

async function prepare(folder, variants) {
  const target = dockerTarget(folder);
  const { signal } = new AbortController();
  try {
    for (const variant of variants) {
      await target.prepare(variant, undefined, signal);
    }
  } finally {
    await target.dispose();
  }
}
