import type { Temperature } from "./sample.ts";

/** The phases of which distributions are kept, in the order in which reports show them. */
export const phases = [
  "coldStart",
  "init",
  "restore",
  "duration",
  "invoke",
  "firstByte",
  "overhead",
  "gap",
  "provision",
  "coldTotal",
  "roundTrip",
  "unattributed",
] as const;

export type Phase = (typeof phases)[number];

/** The phases that warm invocations have, too. */
export const warmPhases: readonly Phase[] = [
  "duration",
  "invoke",
  "firstByte",
  "overhead",
  "roundTrip",
  "unattributed",
];

/** The phases that every extension has for itself, in the order in which reports show them. */
export const extensionPhases = ["extensionInit", "extensionOverhead"] as const;

export type ExtensionPhase = (typeof extensionPhases)[number];

/** What has a distribution: a phase, one of an extension, or one of the times that Lambda's JSON log names. */
export type AnyPhase = Phase | ExtensionPhase | "platform";

/** The times that Lambda's JSON log names, in the order in which reports show them; others come behind these. */
export const platformTimes: readonly string[] = [
  "initRuntimeDone",
  "restoreRuntimeDone",
  "responseLatency",
  "responseDuration",
  "runtimeOverhead",
  "runtimeDone",
  "extensionOverhead",
];

/** The field of a sample that holds a phase. */
export type PhaseField = `${Phase}Ms`;

/** `init` → `initMs`. */
export function fieldOf(phase: Phase): PhaseField {
  return `${phase}Ms`;
}

/** A phase of cold starts or of warm invocations. */
export interface Measure {
  readonly phase: Phase;
  readonly temperature: Temperature;
}

/** What is watched unless `--watch` says otherwise. */
export const defaultWatched: readonly Measure[] = [
  { phase: "init", temperature: "cold" },
  { phase: "coldStart", temperature: "cold" },
  { phase: "invoke", temperature: "warm" },
];

/** `init` for cold ones, `warm.invoke` for warm ones: how budgets, `--watch` and reports name a measure. */
export function measureText({ phase, temperature }: Measure): string {
  return temperature === "warm" ? `warm.${phase}` : phase;
}

/** What `measureText` gives, read again; undefined for anything else. */
export function parseMeasure(text: string): Measure | undefined {
  const warm = text.startsWith("warm.");
  const name = warm ? text.slice("warm.".length) : text;
  const phase = phases.find((known) => known === name);
  return phase === undefined ? undefined : { phase, temperature: warm ? "warm" : "cold" };
}
