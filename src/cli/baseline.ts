import { type Baseline, findBaseline, hasCommit } from "../packages/find-baseline.ts";
import type { BaselineFacts, RunManifest, RunRequest } from "../samples/run-manifest.ts";
import type { Side } from "../samples/sample.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { InputError } from "../shared/errors.ts";
import type { Host } from "./host.ts";

/** What `--baseline` means, if it was given. @throws InputError when it is nothing. */
export async function wantedBaseline(
  name: string | undefined,
  scenarios: readonly Scenario[],
  { cwd, environment }: Host,
): Promise<Baseline | undefined> {
  const scenarioFolders = scenarios.map(({ folder }) => folder);
  return name === undefined ? undefined : findBaseline({ name, scenarioFolders, cwd, environment });
}

/** The baseline that a run began with: the same commit, wherever its ref leads by now. @throws InputError when it has gone. */
export async function recordedBaseline(
  place: string,
  { baseline, request }: RunManifest,
  { environment }: Host,
): Promise<Baseline | undefined> {
  const { baseline: named = "", baselineRoot: root = "" } = request;
  if (baseline === undefined) {
    return undefined;
  }
  const { kind, name, gitCommit: commit } = baseline;
  if (kind === "folder" || commit === undefined) {
    return { kind: "folder", name, folder: named, root };
  }
  if (!(await hasCommit(root, commit, environment))) {
    const message = `expected the baseline's commit ${commit} in ${root}, got a repository without it`;
    throw new InputError([{ place: `--resume ${place}`, message, hint: "fetch it, or start a new run" }]);
  }
  return { kind: "git", name, commit, root, alsoFolder: false };
}

/** The sides of every variant. */
export function sidesOf(baseline: Baseline | undefined): readonly (Side | undefined)[] {
  return baseline === undefined ? [undefined] : ["baseline", "candidate"];
}

/** What run.json keeps of a baseline. */
export function baselineFacts(baseline: Baseline): BaselineFacts {
  const { kind, name } = baseline;
  return kind === "git" ? { kind, name, gitCommit: baseline.commit } : { kind, name };
}

/** What a resume needs to find it again. */
export function baselineRequest(
  baseline: Baseline | undefined,
  measureIdentical: boolean,
): Pick<RunRequest, "baseline" | "baselineRoot" | "measureIdentical"> {
  if (baseline === undefined) {
    return {};
  }
  const { kind, name, root } = baseline;
  return {
    baseline: kind === "git" ? name : baseline.folder,
    baselineRoot: root,
    ...(measureIdentical ? { measureIdentical } : {}),
  };
}
