import type { Lab } from "./lab.ts";

/** What a check follows from. */
export interface Contract {
  /** Word for word where it is quoted from a document. */
  readonly sentence: string;
  /** The page, the standard or the program's file in which it stands. */
  readonly source: string;
}

/** Only required checks decide. Optional ones are for features that a runtime may leave out, and for good manners. */
export type Requirement = "required" | "optional";

/**
 * What must work before a check can say anything, each including those before it: the runtime asks for an event, answers
 * one, and the function keeps the convention of docs/conformance.md.
 */
export type Need = "nothing" | "poll" | "answer" | "convention";

/** One thing that a runtime does or does not do. */
export interface Check {
  /** In kebab-case; stable. */
  readonly id: string;
  /** What holds when it passes. */
  readonly title: string;
  readonly contract: Contract;
  readonly requirement: Requirement;
  readonly needs: Need;
  /** That it passes is what other checks need. */
  readonly proves?: Need;
  /** It looks at what all the other checks saw: it runs after them. */
  readonly last?: true;
  /** Throws Unmet where it does not hold, NotApplicable where there is nothing to check. */
  readonly run: (lab: Lab) => Promise<void>;
}

/** Checks of one topic. */
export interface CheckGroup {
  readonly title: string;
  readonly checks: readonly Check[];
}
