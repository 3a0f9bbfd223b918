import type { Clock } from "../shared/clock.ts";
import { allChecks } from "./all-checks.ts";
import type { Check, Need } from "./check.ts";
import type { CheckResult, ConformanceResult, Outcome } from "./conformance-result.ts";
import { countOutcomes } from "./count-outcomes.ts";
import { Lab, type SandboxFactory } from "./lab.ts";
import { type ConformanceLimits, defaultLimits } from "./limits.ts";
import { NotApplicable, Unmet } from "./unmet.ts";

/** What a suite is run with. */
export interface ConformanceOptions {
  /** What is checked, as the report names it. */
  readonly subject: string;
  readonly sandbox: SandboxFactory;
  readonly clock: Clock;
  /** False: checks that need the convention are left out. */
  readonly convention: boolean;
  /** Ends everything at once. */
  readonly signal: AbortSignal;
  readonly limits?: Partial<ConformanceLimits> | undefined;
  /** Called before each check. */
  readonly onCheck?: ((check: Check, index: number, count: number) => void) | undefined;
}

/**
 * Runs every check against a runtime. Nothing is left running, however it ends.
 * @throws the signal's reason when it is aborted; what the sandbox throws where it cannot be made.
 */
export async function checkRuntime(options: ConformanceOptions): Promise<ConformanceResult> {
  const { subject, clock, sandbox, signal } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const lab = new Lab({ clock, limits }, sandbox);
  try {
    const outcomes = await runAll(lab, options, limits.suiteMs);
    const groups = allChecks.map(({ title, checks }) => ({
      title,
      checks: checks.map((check) => resultOf(check, outcomes)),
    }));
    return { subject, ...countOutcomes(groups.flatMap(({ checks }) => checks)), groups };
  } finally {
    await lab.close();
    signal.throwIfAborted();
  }
}

/** True for a check that says nothing about a function that does not keep the convention. */
export function needsConvention({ needs, proves }: Pick<Check, "needs" | "proves">): boolean {
  return needs === "convention" || proves === "convention";
}

async function runAll(
  lab: Lab,
  { clock, convention, signal, onCheck }: ConformanceOptions,
  suiteMs: number,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const lacking = new Map<Need, string>();
  const checks = inOrder();
  const aborted = abortion(signal);
  const endsAtMs = clock.nowMs() + suiteMs;
  for (const [index, check] of checks.entries()) {
    onCheck?.(check, index, checks.length);
    const skipped =
      leftOut(check, convention) ?? blocked(check, lacking) ?? late(clock.nowMs() > endsAtMs, suiteMs);
    const outcome = skipped ?? (await Promise.race([run(check, lab), aborted]));
    outcomes.set(check.id, outcome);
    if (check.proves !== undefined && outcome.status !== "passed") {
      lacking.set(check.proves, check.id);
    }
    await Promise.race([lab.tidy(), aborted]);
  }
  return outcomes;
}

/** Those that look at what the others saw come last. */
function inOrder(): readonly Check[] {
  const checks = allChecks.flatMap((group) => group.checks);
  return [...checks.filter(({ last }) => last !== true), ...checks.filter(({ last }) => last === true)];
}

function abortion(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
    }
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}

function leftOut(check: Check, convention: boolean): Outcome | undefined {
  return convention || !needsConvention(check)
    ? undefined
    : { status: "skipped", why: "no-convention", reason: "needs a function that keeps the convention" };
}

const levels: readonly Need[] = ["nothing", "poll", "answer", "convention"];

function blocked({ needs }: Check, lacking: ReadonlyMap<Need, string>): Outcome | undefined {
  const missing = levels.slice(0, levels.indexOf(needs) + 1).find((level) => lacking.has(level));
  return missing === undefined
    ? undefined
    : { status: "skipped", why: "blocked", reason: `needs what ${lacking.get(missing)} asks for` };
}

function late(isLate: boolean, suiteMs: number): Outcome | undefined {
  return isLate
    ? { status: "skipped", why: "blocked", reason: `the checks before it took more than ${suiteMs / 1000} s` }
    : undefined;
}

async function run(check: Check, lab: Lab): Promise<Outcome> {
  try {
    await check.run(lab);
    return { status: "passed" };
  } catch (error) {
    if (error instanceof Unmet) {
      return { status: "failed", expected: error.expected, found: error.found };
    }
    if (error instanceof NotApplicable) {
      return { status: "skipped", why: "not-applicable", reason: error.message };
    }
    throw error;
  }
}

function resultOf(check: Check, outcomes: ReadonlyMap<string, Outcome>): CheckResult {
  const { id, title, contract, requirement } = check;
  const outcome = outcomes.get(id);
  if (outcome === undefined) {
    throw new Error(`the check ${id} was not run`);
  }
  return { id, title, contract, requirement, needsConvention: needsConvention(check), outcome };
}
