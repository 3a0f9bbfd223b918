import type { Plan, PlannedEnvironment } from "../plan/plan.ts";
import type { Clock } from "../shared/clock.ts";
import type { PreparedVariant, Target } from "../targets/target.ts";
import type { ProgressMade } from "./progress-made.ts";
import type { StoppingRule } from "./stopping-rule.ts";
import type { NoiseProbe } from "./take-environment.ts";

/** What the loop needs beside the plan; all of it is filled by the command line. */
export interface Measuring {
  readonly plan: Plan;
  readonly target: Target;
  /** Prepared variants by `preparedKey`; a variant without an entry is left out. */
  readonly prepared: ReadonlyMap<string, PreparedVariant>;
  readonly made: ProgressMade;
  /** Has heard of all that is on record. Absent: every variant is measured to the end of the plan. */
  readonly stopping?: StoppingRule | undefined;
  /** Asked before each attempt at an environment; when it says no, the run ends as limited. Absent: yes. */
  readonly mayBegin?: ((planned: PlannedEnvironment) => boolean) | undefined;
  /** Number of the first environment, 0 in a new run. */
  readonly firstEnvironment: number;
  readonly segment: number;
  readonly clock: Clock;
  readonly noise: NoiseProbe;
  /** Collects garbage; called between environments. */
  readonly collectGarbage: () => void;
  /** Runs a scenario's command in its folder; rejects when it fails. */
  readonly runHook: (command: string, folder: string) => Promise<void>;
  /** When aborted, the sample under way is the last; what only waits to begin is given up. */
  readonly signal: AbortSignal;
  /** Monotonic time at which measuring ends, the sample under way being the last. */
  readonly deadlineMs?: number | undefined;
}
