/** What thaw's exit codes mean; documented in docs/command-line.md. */
export const exitCode = {
  done: 0,
  gateFailed: 1,
  badInput: 2,
  unavailable: 3,
  incomplete: 4,
  undecided: 5,
  bug: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

const precedence: readonly ExitCode[] = [70, 130, 143, 2, 3, 1, 5, 4];

/** The one that is returned when several apply. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return precedence.find((code) => codes.includes(code)) ?? exitCode.done;
}
