/**
 * The states of a runtime, under the names that Lambda's own 403 messages use.
 * Source: AWS's emulator, `internal/lambda/core/runtime_state_names.go`. The four restore states are reached only
 * where snapshots are on.
 */
export type RuntimeState =
  | "Started"
  | "InitError"
  | "Ready"
  | "Running"
  | "RestoreReady"
  | "Restoring"
  | "InvocationResponse"
  | "InvocationErrorResponse"
  | "RuntimeResponseSentState"
  | "RuntimeRestoreErrorState";

/** What the runtime may ask for: one name for each endpoint. */
export type RuntimeCall = "next" | "response" | "error" | "initError" | "restoreNext" | "restoreError";

/** What moves a runtime on: its own calls, and three moves of the platform. */
export type RuntimeMove = RuntimeCall | "eventSent" | "answered" | "restored";

/**
 * Every allowed move; a move that is missing is refused with 403.
 * `next` while Running changes nothing: the runtime is handed the same event again.
 * Source: AWS's emulator, `internal/lambda/core/states.go`.
 */
const moves: Readonly<Record<RuntimeState, Readonly<Partial<Record<RuntimeMove, RuntimeState>>>>> = {
  Started: { next: "Ready", initError: "InitError", restoreNext: "RestoreReady" },
  InitError: {},
  RestoreReady: { restored: "Restoring" },
  Restoring: {
    next: "Ready",
    initError: "RuntimeRestoreErrorState",
    restoreError: "RuntimeRestoreErrorState",
  },
  RuntimeRestoreErrorState: {},
  Ready: { next: "Ready", eventSent: "Running" },
  Running: { next: "Running", response: "InvocationResponse", error: "InvocationErrorResponse" },
  InvocationResponse: { answered: "RuntimeResponseSentState" },
  InvocationErrorResponse: { answered: "RuntimeResponseSentState" },
  RuntimeResponseSentState: { next: "Ready" },
};

/** The state that a refused call names as its goal. */
const goals: Readonly<Record<RuntimeCall, RuntimeState>> = {
  next: "Ready",
  response: "InvocationResponse",
  error: "InvocationErrorResponse",
  initError: "InitError",
  restoreNext: "RestoreReady",
  restoreError: "RuntimeRestoreErrorState",
};

/** The state after a move, or undefined where the move is not allowed. */
export function stateAfter(state: RuntimeState, move: RuntimeMove): RuntimeState | undefined {
  return moves[state][move];
}

/** The text of the 403 that a call gets where it is not allowed, word for word Lambda's. */
export function refusal(state: RuntimeState, call: RuntimeCall): string {
  return `State transition from ${state} to ${goals[call]} failed for runtime. Error: State transition is not allowed`;
}
