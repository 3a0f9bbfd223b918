import type { ImportTally } from "../log-exports/import-tally.ts";
import { formatVersion, type ImportedFile, type RunManifest } from "../samples/run-manifest.ts";
import { canonicalJson, sha256 } from "../shared/digest.ts";
import { harnessVersion } from "./version.ts";

/** What an import knows when all is read. */
export interface ReadImport {
  readonly runId: string;
  /** Of the import itself; the log's own times are in `imported`. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly files: readonly ImportedFile[];
  /** One more than the highest block. */
  readonly blocks: number;
  readonly tally: ImportTally;
}

/** What no REPORT line can tell, in sentences. */
const limitations: readonly string[] = [
  "Code, runtime, architecture, package, layers, timeout and event of what was invoked: they are called unknown in the variant's id, and layers none. All functions of one memory size are in one variant.",
  "Which invocations shared an environment: each request stands for one of its own. Where invocations of an environment are alike, the intervals of warm figures are too narrow.",
  "Whether somebody waited for a cold start: Lambda also initialises environments ahead of requests.",
  "In the text format: that a function answered with an error. Such an invocation counts as ok.",
  "Load, payloads and the time of day. They differ from one log to another: a comparison of two imports compares these, too.",
];

/**
 * run.json of an import. The files' content decides its seed, so that the same logs give the same figures. It has no segment:
 * nothing was measured, and the machine that reads a log says nothing of it.
 */
export function importedManifest({ tally, files, blocks, ...run }: ReadImport): RunManifest {
  const digest = sha256(canonicalJson(files.map((file) => file.sha256)));
  const variants = tally.variants();
  const hasRestores = variants.some(({ snapStart }) => snapStart === true);
  return {
    formatVersion,
    harnessVersion,
    runId: run.runId,
    state: "complete",
    target: "lambda",
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    seed: Number.parseInt(digest.slice(0, 8), 16),
    planDigest: digest,
    blocks,
    request: { scenarioFiles: [], filters: [], runtimeBinaries: {}, allowUnavailable: false },
    variants,
    notMeasured: [],
    limitations,
    notYetUsed: [],
    segments: [],
    watched: ["init", ...(hasRestores ? ["restore"] : []), "coldStart", "warm.duration"],
    imported: { files, ...tally.facts() },
  };
}
