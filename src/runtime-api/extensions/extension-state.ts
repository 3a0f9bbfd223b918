/**
 * The states of an extension, under the names that Lambda's own 403 messages and log lines use.
 * Source: AWS's emulator, `internal/lambda/core/agent_state_names.go`.
 */
export type ExtensionState =
  | "Started"
  | "Registered"
  | "Ready"
  | "Running"
  | "InitError"
  | "ExitError"
  | "LaunchError";

/** What an extension may ask for: one name for each endpoint. */
export type ExtensionCall = "register" | "next" | "initError" | "exitError";

/** What moves an extension on: its own calls, and two moves of the platform. */
export type ExtensionMove = ExtensionCall | "eventSent" | "launchFailed";

/**
 * Every allowed move; a move that is missing is refused with 403. An error that is reported again changes nothing.
 * Source: AWS's emulator, `internal/lambda/core/states.go`.
 */
const moves: Readonly<Record<ExtensionState, Readonly<Partial<Record<ExtensionMove, ExtensionState>>>>> = {
  Started: { register: "Registered", launchFailed: "LaunchError" },
  Registered: { next: "Ready", initError: "InitError", exitError: "ExitError" },
  Ready: { eventSent: "Running", exitError: "ExitError" },
  Running: { next: "Ready", exitError: "ExitError" },
  InitError: { initError: "InitError" },
  ExitError: { exitError: "ExitError" },
  LaunchError: {},
};

/** The state that a refused call names as its goal. */
const goals: Readonly<Record<ExtensionCall, string>> = {
  register: "Registered",
  next: "Ready",
  initError: "InitError",
  exitError: "Exited",
};

/** The state after a move, or undefined where the move is not allowed. */
export function extensionStateAfter(state: ExtensionState, move: ExtensionMove): ExtensionState | undefined {
  return moves[state][move];
}

/** The text of the 403 that a call gets where it is not allowed. `subject`: the name when registering, else the id. */
export function extensionRefusal(state: ExtensionState, call: ExtensionCall, subject: string): string {
  return `State transition from ${state} to ${goals[call]} failed for extension ${subject}. Error: State transition is not allowed`;
}
