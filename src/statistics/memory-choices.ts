import { bestMemory, type MemoryPoint } from "../pricing/best-memory.ts";
import type { RunManifest } from "../samples/run-manifest.ts";
import type { Temperature } from "../samples/sample.ts";
import type { MemoryChoice } from "./cost.ts";
import type { VariantSummary } from "./summary.ts";

/** What a choice needs of a variant. */
type Measured = Pick<VariantSummary, "variant" | "side" | "phases" | "cost" | "shortOfCpu">;

const temperatures: readonly Temperature[] = ["warm", "cold"];

/**
 * Of variants that differ in memory alone: the cheapest, the fastest and the best balanced size, by warm invocations and by cold
 * starts. Only of two sizes and more; a variant that had not the CPU that Lambda gives is none of them.
 */
export function memoryChoices(manifest: RunManifest, variants: readonly Measured[]): MemoryChoice[] {
  return groupedByAllElse(manifest, variants).flatMap(({ scenario, side, members }) =>
    temperatures.flatMap((temperature) => {
      const found = members.flatMap((member) => pointOf(member, temperature));
      const points = found.map(({ point }) => point);
      const best = points.length < 2 ? undefined : bestMemory(points);
      const ids = found.map(({ variant }) => variant);
      return best === undefined ? [] : [{ scenario, variants: ids, side, temperature, points, ...best }];
    }),
  );
}

interface Member {
  readonly memoryMb: number;
  readonly measured: Measured;
}

interface Group {
  readonly scenario: string;
  readonly side: Measured["side"];
  readonly members: Member[];
}

function groupedByAllElse({ variants }: RunManifest, measured: readonly Measured[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of measured) {
    const facts = variants.find(({ id }) => id === one.variant);
    if (facts === undefined || one.shortOfCpu !== undefined) {
      continue;
    }
    const { scenario, label, architecture, package: kind, layers, axes } = facts;
    const key = JSON.stringify([scenario, label, architecture, kind, layers, axes, one.side ?? ""]);
    const group = groups.get(key) ?? { scenario, side: one.side, members: [] };
    group.members.push({ memoryMb: facts.memoryMb, measured: one });
    groups.set(key, group);
  }
  return [...groups.values()];
}

interface NamedPoint {
  readonly variant: string;
  readonly point: MemoryPoint;
}

function pointOf({ memoryMb, measured }: Member, temperature: Temperature): NamedPoint[] {
  const { variant, phases, cost } = measured;
  const wanted = temperature === "warm" ? "duration" : "coldStart";
  const found = phases.find((phase) => phase.phase === wanted && phase.temperature === temperature);
  const costPerMillion = temperature === "warm" ? cost?.warmPerMillionUsd : cost?.coldPerMillionUsd;
  return found === undefined || costPerMillion === undefined
    ? []
    : [{ variant, point: { memoryMb, medianDurationMs: found.p50Ms, costPerMillion } }];
}
