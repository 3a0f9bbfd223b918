import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type RuntimeMove,
  type RuntimeState,
  refusal,
  stateAfter,
} from "../../../src/runtime-api/runtime-state.ts";

/** The same rules without states: what has happened so far decides. */
class Model {
  polled = false;
  initFailed = false;
  restoreAsked = false;
  restored = false;
  restoreFailed = false;
  event: "none" | "open" | "answering" | "answered" = "none";

  allows(move: RuntimeMove): boolean {
    const failed = this.initFailed || this.restoreFailed;
    const fresh = !this.polled && !failed && !this.restoreAsked;
    const restoring = this.restored && !this.polled && !failed;
    switch (move) {
      case "next":
        return fresh || restoring || (this.polled && this.event !== "answering");
      case "initError":
        return fresh || restoring;
      case "restoreNext":
        return fresh;
      case "restored":
        return this.restoreAsked && !this.restored;
      case "restoreError":
        return restoring;
      case "eventSent":
        return this.polled && this.event === "none";
      case "response":
      case "error":
        return this.event === "open";
      case "answered":
        return this.event === "answering";
    }
  }

  apply(move: RuntimeMove): void {
    switch (move) {
      case "next":
        this.polled = true;
        this.event = this.event === "answered" ? "none" : this.event;
        return;
      case "initError":
        this[this.restored ? "restoreFailed" : "initFailed"] = true;
        return;
      case "restoreNext":
        this.restoreAsked = true;
        return;
      case "restored":
        this.restored = true;
        return;
      case "restoreError":
        this.restoreFailed = true;
        return;
      case "eventSent":
        this.event = "open";
        return;
      case "response":
      case "error":
        this.event = "answering";
        return;
      case "answered":
        this.event = "answered";
    }
  }
}

const anyMove = fc.constantFrom<RuntimeMove>(
  "next",
  "response",
  "error",
  "initError",
  "restoreNext",
  "restoreError",
  "eventSent",
  "answered",
  "restored",
);

describe("the runtime's states", () => {
  it("allow exactly the moves that the history allows", () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 60 }), (moves) => {
        const model = new Model();
        let state: RuntimeState = "Started";
        for (const move of moves) {
          const after: RuntimeState | undefined = stateAfter(state, move);
          expect(after !== undefined, `${move} in ${state}`).toBe(model.allows(move));
          if (after !== undefined) {
            model.apply(move);
            state = after;
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("stay as they are when an event is asked for again before it is answered", () => {
    expect(stateAfter("Running", "next")).toBe("Running");
  });

  it("word a refusal as Lambda does", () => {
    expect(refusal("InitError", "next")).toBe(
      "State transition from InitError to Ready failed for runtime. Error: State transition is not allowed",
    );
    expect(refusal("RuntimeResponseSentState", "error")).toBe(
      "State transition from RuntimeResponseSentState to InvocationErrorResponse failed for runtime. Error: State transition is not allowed",
    );
  });
});
