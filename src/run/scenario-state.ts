import type { PlannedScenario } from "../plan/plan.ts";
import type { RunEvent } from "./run-event.ts";

/** What the loop remembers of a scenario. */
export class ScenarioState {
  readonly planned: PlannedScenario;
  /** Its command before the block was run, and that after it was not. */
  inBlock = false;
  ended = false;
  #underWay = 0;
  #sinceMs = 0;
  #spentMs = 0;

  constructor(planned: PlannedScenario) {
    this.planned = planned;
  }

  /** An environment of it begins. */
  begin(nowMs: number): void {
    this.#spendUntil(nowMs);
    this.#underWay++;
  }

  /** One has ended; ends the scenario when the time in which it had any is its `maxTime`. */
  *end(nowMs: number): Generator<RunEvent> {
    this.#spendUntil(nowMs);
    this.#underWay--;
    if (!this.ended && this.planned.maxTimeMs !== undefined && this.#spentMs >= this.planned.maxTimeMs) {
      this.ended = true;
      yield { type: "scenario-ended", scenario: this.planned.name, why: { kind: "max-time" } };
    }
  }

  #spendUntil(nowMs: number): void {
    this.#spentMs += this.#underWay > 0 ? nowMs - this.#sinceMs : 0;
    this.#sinceMs = nowMs;
  }
}
