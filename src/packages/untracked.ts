import { runGit } from "./git.ts";

/**
 * What of these paths of a checkout git does not know, ignored files among it; a folder of which it knows nothing is named alone,
 * with a `/` at its end. Empty where git does not answer.
 */
export async function untrackedFiles(
  root: string,
  paths: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  if (paths.length === 0) {
    return [];
  }
  const args = ["--literal-pathspecs", "ls-files", "--others", "--directory", "-z", "--", ...paths];
  const { output } = await runGit({ args, folder: root, environment }).catch(() => ({ output: "" }));
  return output.split("\0").filter((path) => path !== "");
}
