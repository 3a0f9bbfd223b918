import { InputError, type Problem } from "../shared/errors.ts";
import { list, type RawOptions, runtimeBinaries, text } from "./options.ts";

/** The flags of `thaw conformance`. */
export interface ConformanceCliOptions {
  readonly format: "md" | "json" | "junit";
  readonly convention: boolean;
  /** `_HANDLER` of an executable file. */
  readonly handler: string;
  readonly filters: readonly string[];
  readonly runtimeBinaries: Readonly<Record<string, string>>;
}

/** As in AWS's tutorial for custom runtimes. */
const defaultHandler = "function.handler";

/** True for what is read as a scenario; anything else is a program. */
export function isScenario(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/** @throws InputError with every flag that is wrong. */
export function conformanceOptions(path: string, raw: RawOptions): ConformanceCliOptions {
  const problems: Problem[] = [
    ...formatProblems(raw),
    ...(isScenario(path) ? scenarioProblems(raw) : programProblems(raw)),
  ];
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  return {
    format: formatOf(raw),
    convention: raw.convention !== false,
    handler: text(raw.handler) ?? defaultHandler,
    filters: list(raw.filter),
    runtimeBinaries: runtimeBinaries(raw),
  };
}

function formatOf({ format, json }: RawOptions): ConformanceCliOptions["format"] {
  if (json === true || format === "json") {
    return "json";
  }
  return format === "junit" ? "junit" : "md";
}

function formatProblems({ format, json }: RawOptions): readonly Problem[] {
  return json === true && format !== undefined && format !== "json"
    ? [{ place: "--format", message: `expected json beside --json, got ${String(format)}` }]
    : [];
}

function scenarioProblems({ handler }: RawOptions): readonly Problem[] {
  return handler === undefined
    ? []
    : [
        {
          place: "--handler",
          message: "expected an executable file beside it, got a scenario, which names its handler",
        },
      ];
}

function programProblems(raw: RawOptions): readonly Problem[] {
  const given = { "--filter": list(raw.filter), "--runtime-binary": list(raw.runtimeBinary) };
  return Object.entries(given)
    .filter(([, values]) => values.length > 0)
    .map(([place]) => ({
      place,
      message: "expected a scenario beside it (.yaml, .yml, .json), got an executable file",
    }));
}
