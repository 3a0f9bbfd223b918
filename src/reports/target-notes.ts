import type { RunManifest } from "../samples/run-manifest.ts";
import type { Summary } from "../statistics/summary.ts";
import { codeSpan } from "./markdown-text.ts";
import { enumerated } from "./numbers.ts";

/** What a target cannot show of the variants of this very run, beside what it never can; Markdown. */
export function targetNotes(manifest: RunManifest, summary: Summary): string[] {
  return [snapStartNote(manifest), sandboxNamesNote(manifest, summary)].filter((note) => note !== "");
}

function snapStartNote({ target, variants }: RunManifest): string {
  return target !== "lambda" && variants.some(({ snapStart }) => snapStart === true)
    ? "SnapStart: no snapshot was taken. Every environment went through init and, where its runtime asks for a restore, through " +
        "what runs after one: its cold start is init, restore and first duration together, and restore is only what the runtime " +
        "does between the restore and its first request for an event."
    : "";
}

function sandboxNamesNote(manifest: RunManifest, summary: Summary): string {
  const names = [...new Set(manifest.segments.flatMap(({ host }) => host.unresolvedSandboxNames ?? []))];
  // A container has both names in its own /etc/hosts.
  if (manifest.target !== "process" || names.length === 0 || !hadExtensions(manifest, summary)) {
    return "";
  }
  const shown = enumerated(names.map((name) => codeSpan(name)));
  return (
    `Extensions: on this machine ${shown} did not lead to the loopback interface. Telemetry is delivered there all the ` +
    "same, but an extension or a function that looks such a name up itself, as to listen on it, cannot. `thaw doctor` says what to do."
  );
}

/** Also true where none of them came far enough to be in a sample. */
function hadExtensions({ variants }: RunManifest, summary: Summary): boolean {
  return (
    variants.some(({ prepared }) => prepared.some(({ extensions = [] }) => extensions.length > 0)) ||
    summary.variants.some(({ extensions }) => extensions.length > 0)
  );
}
