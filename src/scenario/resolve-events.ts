import { basename, resolve } from "node:path";
import { buildEvent, builtinEventNames } from "../events/builtin-events.ts";
import { InputError, messageOf } from "../shared/errors.ts";
import type { Json } from "../shared/json.ts";
import { suggest } from "../shared/suggest.ts";
import type { Context } from "./context.ts";
import { defaults } from "./defaults.ts";
import type { Path } from "./document.ts";
import { limits } from "./limits.ts";
import type { ScenarioEvent } from "./scenario.ts";
import type { EventSpec, ScenarioFile } from "./schema.ts";

/** The event axis: the named events of the matrix, or the one event of the scenario. */
export function resolveEvents(file: ScenarioFile, context: Context): readonly ScenarioEvent[] {
  if (file.matrix?.event !== undefined) {
    if (file.event !== undefined) {
      context.report.value(["event"], "event or matrix.event", "both");
    }
    return Object.entries(file.matrix.event).map(([name, spec]) => ({
      ...resolveEvent(spec, ["matrix", "event", name], context),
      name,
    }));
  }
  return [resolveEvent(file.event ?? defaults.event, ["event"], context)];
}

function resolveEvent(spec: EventSpec, path: Path, context: Context): ScenarioEvent {
  const event = typeof spec === "string" ? namedEvent(spec, path, context) : givenEvent(spec, path, context);
  const bytes = Buffer.byteLength(event.json);
  if (bytes > limits.eventBytes) {
    context.report.value(path, `an event of at most ${limits.eventBytes} bytes`, `${bytes} bytes`);
  }
  return event;
}

function namedEvent(text: string, path: Path, context: Context): ScenarioEvent {
  if (text.toLowerCase().endsWith(".json")) {
    return { name: basename(text).slice(0, -".json".length), json: readEvent(text, path, context) };
  }
  return builtinEvent(text, {}, path, path, context);
}

function readEvent(text: string, path: Path, { disk, folder, report }: Context): string {
  const file = resolve(folder, text);
  if (disk.kind(file) !== "file") {
    report.value(path, "a .json file that exists");
    return "null";
  }
  try {
    const content = disk.read(file);
    JSON.parse(content);
    return content;
  } catch (error) {
    report.value(path, `JSON in ${text}`, messageOf(error));
    return "null";
  }
}

/** A mapping named like a built-in event is that event with parameters; anything else is the payload. */
function givenEvent(payload: Exclude<EventSpec, string>, path: Path, context: Context): ScenarioEvent {
  if (!isMapping(payload) || typeof payload.name !== "string") {
    return { name: "inline", json: JSON.stringify(payload) };
  }
  const { name, ...parameters } = payload;
  if (builtinEventNames.includes(name)) {
    return builtinEvent(name, parameters, path, [...path, "name"], context);
  }
  const hint = suggest(name, builtinEventNames);
  if (hint !== undefined) {
    const asIs = "a payload with such a name is written { name: direct, body: … }";
    context.report.value([...path, "name"], "a built-in event", undefined, `${hint} ${asIs}`);
  }
  return { name: "inline", json: JSON.stringify(payload) };
}

function builtinEvent(
  name: string,
  parameters: Readonly<Record<string, Json>>,
  path: Path,
  namePath: Path,
  { report }: Context,
): ScenarioEvent {
  if (!builtinEventNames.includes(name)) {
    const known = builtinEventNames.join(", ");
    report.value(namePath, `one of ${known}, or a .json file`, undefined, suggest(name, builtinEventNames));
    return { name, json: "null" };
  }
  try {
    return { name, json: JSON.stringify(buildEvent(name, parameters)) };
  } catch (error) {
    reportParameters(error, path, report);
    return { name, json: "null" };
  }
}

/** The places that the event gave are its parameters; here they get their place in the file. */
function reportParameters(error: unknown, path: Path, report: Context["report"]): void {
  if (!(error instanceof InputError)) {
    throw error;
  }
  for (const { place, message, hint } of error.problems) {
    report.add([...path, place], message, hint);
  }
}

function isMapping(payload: Exclude<EventSpec, string>): payload is Record<string, Json> {
  return !Array.isArray(payload);
}
