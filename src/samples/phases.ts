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

/** The phases that every extension has for itself, in the order in which reports show them. */
export const extensionPhases = ["extensionInit", "extensionOverhead"] as const;

export type ExtensionPhase = (typeof extensionPhases)[number];

/** The field of a sample that holds a phase. */
export type PhaseField = `${Phase}Ms`;

/** `init` → `initMs`. */
export function fieldOf(phase: Phase): PhaseField {
  return `${phase}Ms`;
}
