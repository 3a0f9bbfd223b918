import { dirname } from "node:path";
import type { Problem } from "../shared/errors.ts";
import { checkDocument } from "./check.ts";
import type { Context } from "./context.ts";
import { readDocument } from "./document.ts";
import { reportOn } from "./report.ts";
import { resolveScenario } from "./resolve.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario file as text, and what is around it. */
export interface ScenarioSource extends Pick<Context, "file" | "shown" | "env" | "disk"> {
  readonly text: string;
}

/** What a file gave: a scenario that may be used when there are no problems. */
export interface ReadScenario {
  readonly scenario?: Scenario | undefined;
  /** Place of the scenario's name, for names that occur twice. */
  readonly namePlace: string;
  readonly problems: readonly Problem[];
}

/** Text → scenario and all that is wrong with it. */
export function readScenario(source: ScenarioSource): ReadScenario {
  const { document, problems } = readDocument(source.text, source.shown);
  if (document === undefined) {
    return { namePlace: source.shown, problems };
  }
  const namePlace = document.place(document.valueOffset(["name"]), ["name"]);
  if (document.value === null || document.value === undefined) {
    const empty = { place: document.place(0, []), message: "expected a scenario, got an empty file" };
    return { namePlace, problems: [...problems, empty] };
  }
  const report = reportOn(document);
  const checked = checkDocument(document, report);
  const scenario =
    checked &&
    resolveScenario(checked, { ...source, folder: dirname(source.file), report, whole: checked.whole });
  return { scenario, namePlace, problems: [...problems, ...report.problems()] };
}
