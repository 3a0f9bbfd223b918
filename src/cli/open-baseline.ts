import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type BaselineFolder, baselineVariant, pathInRoot } from "../packages/baseline-variant.ts";
import { checkOut } from "../packages/check-out.ts";
import type { Baseline } from "../packages/find-baseline.ts";
import { removeTree } from "../packages/read-only.ts";
import { untrackedFiles } from "../packages/untracked.ts";
import type { Plan } from "../plan/plan.ts";
import type { Variant } from "../plan/variant.ts";
import { UnavailableError } from "../shared/errors.ts";
import { openSession, workFolderPrefix } from "../targets/local/sessions.ts";
import type { Host } from "./host.ts";
import type { Output } from "./output.ts";
import type { Redact } from "./secrets.ts";

/** A baseline whose files are on disk. */
export interface OpenBaseline {
  /** @throws PreparationError when it lacks what the variant is made of. */
  variantOf(candidate: Variant): Variant;
  /** A message without the place that a checkout has for now: `main:fn` for `/tmp/thaw-x/repo/fn`. */
  shown(message: string): string;
  /** Removes a checkout. May be called again. */
  remove(): Promise<void>;
}

/**
 * Checks a commit out into a folder for temporary files, with notes by which the next thaw removes it if this one is killed; a
 * folder is used where it is. Undefined when it is aborted. @throws UnavailableError when git cannot.
 */
export async function openBaseline(
  baseline: Baseline,
  plan: Plan,
  signal: AbortSignal,
  redact: Redact,
  host: Host,
  output: Output,
): Promise<OpenBaseline | undefined> {
  const { name, root } = baseline;
  if (baseline.kind === "folder") {
    const folder = { name, root, folder: baseline.folder, submodules: [] };
    return opened(folder, async () => {});
  }
  if (output.interactive) {
    output.status(`checking out ${name}`.slice(0, output.columns - 1));
  }
  const work = mkdtempSync(join(host.temporaryFolder, workFolderPrefix));
  const session = openSession(host.cacheFolder, work, () => host.clock.date());
  let removed: Promise<void> | undefined;
  const remove = () => {
    removed ??= removeTree(work).then(() => session.end());
    return removed;
  };
  try {
    const { environment } = host;
    const tree = await checkOut({ root, commit: baseline.commit, folder: work, environment, signal });
    await warnOfUntracked(baseline, plan, host, output);
    return opened({ name, root, ...tree }, remove);
  } catch (error) {
    await remove();
    if (signal.aborted) {
      return undefined;
    }
    throw error instanceof UnavailableError ? new UnavailableError(redact(error.message), error.hint) : error;
  }
}

function opened(folder: BaselineFolder, remove: () => Promise<void>): OpenBaseline {
  return {
    variantOf: (candidate) => baselineVariant(candidate, folder),
    shown: (message) => message.replaceAll(`${folder.folder}/`, `${folder.name}:`),
    remove,
  };
}

/** As node_modules that were installed in place: the candidate has them, and a commit has not. */
async function warnOfUntracked(
  { name, root }: Baseline,
  { variants }: Plan,
  { environment }: Host,
  output: Output,
): Promise<void> {
  const sources = variants.flatMap(({ code, build, layers }) => [
    ...(code === undefined || build !== undefined ? [] : [code]),
    ...layers.sources.filter((source) => !source.startsWith("arn:")),
  ]);
  const paths = new Set(sources.flatMap((source) => pathInRoot(root, source) ?? []));
  const found = await untrackedFiles(root, [...paths], environment);
  // Of what is not there at all it is said where that is prepared.
  const untracked = found.filter((path) => !paths.has(path.replace(/\/$/, "")));
  if (untracked.length > 0) {
    const shown = untracked.slice(0, shownCount).join(", ");
    const more = untracked.length > shownCount ? ` and ${untracked.length - shownCount} more` : "";
    output.warn(
      `the baseline ${name} lacks what git does not know of the candidate: ${shown}${more}\n` +
        "  make it with a build command, which runs on both sides, or name a folder with --baseline DIR",
    );
  }
}

const shownCount = 3;
