/** Something that two runs had each in its own way. */
export interface Differing {
  /** The subject of a sentence: `The target`. */
  readonly what: string;
  readonly baseline: string;
  readonly candidate: string;
  /** What else there is to say of it. */
  readonly remark?: string | undefined;
}

/** Undefined where both are the same, or one is not known. */
export function differing(
  what: string,
  baseline: string | undefined,
  candidate: string | undefined,
  remark?: string,
): Differing | undefined {
  return baseline === undefined || candidate === undefined || baseline === candidate
    ? undefined
    : { what, baseline, candidate, remark };
}

/** `The target differs: process in the baseline, docker in the candidate.` The scope stands behind the subject. */
export function sentence({ what, baseline, candidate, remark }: Differing, scope = ""): string {
  const said = `${what}${scope} differs: ${baseline} in the baseline, ${candidate} in the candidate`;
  return remark === undefined ? `${said}.` : `${said}; ${remark}.`;
}
