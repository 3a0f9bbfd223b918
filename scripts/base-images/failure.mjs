/** An error with the exit code that the command ends with. */
export function failure(exitCode, message) {
  return Object.assign(new Error(message), { exitCode });
}
