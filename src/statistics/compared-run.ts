import type { RunManifest } from "../samples/run-manifest.ts";
import type { ComparedRun } from "./comparison.ts";

/** The baseline's side of a run: the ref or the folder that it was prepared from. */
export function baselineSide({ runId, baseline }: RunManifest): ComparedRun {
  const { name = "baseline", gitCommit } = baseline ?? {};
  return {
    runId,
    name: gitCommit === undefined || gitCommit.startsWith(name) ? name : `${name} (${shortened(gitCommit)})`,
    ...(gitCommit === undefined ? {} : { gitCommit }),
  };
}

/** The candidate's side of a run: the working tree that it was started in. */
export function candidateSide(manifest: RunManifest): ComparedRun {
  const { gitCommit } = manifest;
  const name = gitCommit === undefined ? "working tree" : `working tree (${shortened(gitCommit)})`;
  return comparedRun(manifest, name);
}

/** A run as a whole, or its candidate's side. */
export function comparedRun({ runId, gitCommit, gitDirty }: RunManifest, name: string): ComparedRun {
  return {
    runId,
    name,
    ...(gitCommit === undefined ? {} : { gitCommit }),
    ...(gitDirty === undefined ? {} : { gitDirty }),
  };
}

function shortened(commit: string): string {
  return commit.slice(0, 7);
}
