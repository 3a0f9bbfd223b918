/** What the process target cannot show, for the report. */
export const processLimitations: readonly string[] = [
  "Functions ran on this machine's own language runtimes, with bootstraps that stand in for Lambda's.",
  "Nothing limited memory or CPU: the memory size had no effect but on the variables that the function sees.",
  "The literal paths /tmp, /opt and /var/task were this machine's; TMPDIR, LAMBDA_TASK_ROOT and the search paths led to copies of their own.",
  "The function's code was one copy for all environments, read-only by its modes alone, which do not stop root: what a function writes beside its code, later environments see.",
  "Environments were never frozen between invocations, and every file was in the page cache.",
];
