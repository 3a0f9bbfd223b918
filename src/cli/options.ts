import { runtimeIdentifiers } from "../runtimes/identifiers.ts";
import { type Measure, measureText, parseMeasure, phases } from "../samples/phases.ts";
import { InputError, type Problem } from "../shared/errors.ts";
import { suggest } from "../shared/suggest.ts";
import { parseDurationMs } from "../shared/units.ts";
import type { FailOn } from "../statistics/comparison.ts";

/** What commander hands over: nothing of it is trusted. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** Flags that decide what is planned. */
export interface PlanOptions {
  readonly filters: readonly string[];
  readonly cold?: number | undefined;
  readonly warm?: number | undefined;
  readonly seed?: number | undefined;
  /** A git ref, or a folder. */
  readonly baseline?: string | undefined;
}

/** The flags of `thaw run`. */
export interface RunOptions extends PlanOptions {
  readonly target?: string | undefined;
  readonly out?: string | undefined;
  readonly resume?: string | undefined;
  readonly maxTimeMs?: number | undefined;
  readonly allowUnavailable: boolean;
  readonly runtimeBinaries: Readonly<Record<string, string>>;
  /** Runtime identifier → image, from `--image`. */
  readonly images: Readonly<Record<string, string>>;
  readonly allowUnfaithful: boolean;
  /** URL of what stands in for AWS. */
  readonly endpoint?: string | undefined;
  /** An existing function to measure. */
  readonly functionArn?: string | undefined;
  /** What the lambda target made stays. */
  readonly keep: boolean;
  /** US dollars; measuring ends before more is spent. */
  readonly maxCostUsd: number;
  /** A file of prices. */
  readonly prices?: string | undefined;
  readonly measureIdentical: boolean;
  readonly until?: "decided" | undefined;
  /** What is judged, each once; absent: the default. */
  readonly watch?: readonly Measure[] | undefined;
  /** What fails the run; absent: all that can. */
  readonly failOn?: FailOn | undefined;
}

/** The flags of `thaw compare`. */
export interface CompareOptions {
  readonly format: "terminal" | (typeof compareFormats)[number];
  /** Runs are compared that should not be. */
  readonly force: boolean;
  readonly failOn?: FailOn | undefined;
  readonly watch?: readonly Measure[] | undefined;
  /** A file of prices, in place of those that the runs recorded. */
  readonly prices?: string | undefined;
}

/** Flags that decide the plan, or what its report is made of: a resume takes them from run.json alone. */
const planDeciding = [
  "target",
  "out",
  "filter",
  "cold",
  "warm",
  "seed",
  "runtimeBinary",
  "image",
  "allowUnfaithful",
  "allowUnavailable",
  "endpoint",
  "function",
  "baseline",
  "measureIdentical",
  "until",
  "watch",
  "prices",
] as const;

/** US dollars that a run on AWS may cost where nothing else is said. */
const defaultMaxCostUsd = 1;

/** Flags that mean nothing where there are no two sides. */
const ofTwoSides = ["measureIdentical", "until", "watch"] as const;

/** @throws InputError with every flag that is wrong. */
export function runOptions(paths: readonly string[], raw: RawOptions): RunOptions {
  const problems: Problem[] = [];
  if (raw.resume !== undefined) {
    problems.push(...conflictsWithResume(paths, raw));
  } else if (raw.baseline === undefined) {
    problems.push(...withoutBaseline(raw));
  }
  const options = {
    ...readPlanOptions(raw, problems),
    target: text(raw.target),
    out: folder("--out", raw.out, problems),
    resume: text(raw.resume),
    maxTimeMs: duration("--max-time", raw.maxTime, problems),
    allowUnavailable: raw.allowUnavailable === true,
    runtimeBinaries: readRuntimeBinaries(raw, problems),
    images: readImages(raw, problems),
    allowUnfaithful: raw.allowUnfaithful === true,
    endpoint: endpoint(raw.endpoint, problems),
    functionArn: functionArn(raw.function, problems),
    keep: raw.keep === true,
    maxCostUsd: dollars("--max-cost", raw.maxCost, problems) ?? defaultMaxCostUsd,
    prices: text(raw.prices),
    measureIdentical: raw.measureIdentical === true,
    until: raw.until === "decided" ? ("decided" as const) : undefined,
    watch: readWatch(raw.watch, problems),
    failOn: choice(raw.failOn, failOns),
  };
  return refuseOn(problems, options);
}

/** @throws InputError with every flag that is wrong. */
export function compareOptions(raw: RawOptions): CompareOptions {
  const problems: Problem[] = [];
  const options = {
    format: choice(raw.format, compareFormats) ?? defaultFormat(raw),
    force: raw.force === true,
    failOn: choice(raw.failOn, failOns),
    watch: readWatch(raw.watch, problems),
    prices: text(raw.prices),
  };
  return refuseOn(problems, options);
}

/** @throws InputError with every flag that is wrong. */
export function planOptions(raw: RawOptions): PlanOptions {
  const problems: Problem[] = [];
  return refuseOn(problems, readPlanOptions(raw, problems));
}

/** The flags of `thaw import`. @throws InputError where one is wrong. */
export function importOptions(raw: RawOptions): { readonly out?: string | undefined } {
  const problems: Problem[] = [];
  return refuseOn(problems, { out: folder("--out", raw.out, problems) });
}

/** `--runtime-binary ID=PATH`, as a record. @throws InputError where one has another form. */
export function runtimeBinaries(raw: RawOptions): Readonly<Record<string, string>> {
  const problems: Problem[] = [];
  return refuseOn(problems, readRuntimeBinaries(raw, problems));
}

/** `--image ID=NAME`, as a record. @throws InputError where one has another form. */
export function images(raw: RawOptions): Readonly<Record<string, string>> {
  const problems: Problem[] = [];
  return refuseOn(problems, readImages(raw, problems));
}

function defaultFormat(raw: RawOptions): CompareOptions["format"] {
  return raw.json === true ? "json" : "terminal";
}

/** What `--fail-on` takes. */
const failOns = ["slower", "budget", "any"] as const satisfies readonly FailOn[];

/** What `thaw compare --format` takes. */
const compareFormats = ["md", "json", "junit", "github"] as const;

/** One of an option's values, which commander has checked. */
function choice<T extends string>(value: unknown, values: readonly T[]): T | undefined {
  return values.find((known) => known === value);
}

/** A text option, or undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The values of an option that may be repeated. */
export function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function refuseOn<T>(problems: readonly Problem[], options: T): T {
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  return options;
}

function readPlanOptions(raw: RawOptions, problems: Problem[]): PlanOptions {
  return {
    filters: list(raw.filter),
    cold: wholeNumber("--cold", raw.cold, 1, 1_000_000, problems),
    warm: wholeNumber("--warm", raw.warm, 0, 1_000_000, problems),
    seed: wholeNumber("--seed", raw.seed, 0, 0xffff_ffff, problems),
    baseline: namedBaseline(raw.baseline, problems),
  };
}

function namedBaseline(value: unknown, problems: Problem[]): string | undefined {
  if (value === "") {
    problems.push({ place: "--baseline", message: "expected a git ref or a folder, got an empty text" });
  }
  return text(value);
}

function withoutBaseline(raw: RawOptions): Problem[] {
  const message = "expected --baseline beside it, got a run without one";
  return ofTwoSides
    .filter((name) => raw[name] !== undefined)
    .map((name) => ({ place: flagName(name), message }));
}

function readWatch(value: unknown, problems: Problem[]): readonly Measure[] | undefined {
  const words = text(value)?.split(",");
  const measures = words?.flatMap((word) => {
    const measure = parseMeasure(word.trim());
    if (measure === undefined) {
      problems.push(unknownMeasure(word.trim()));
    }
    return measure ?? [];
  });
  return measures && [...new Map(measures.map((measure) => [measureText(measure), measure])).values()];
}

function unknownMeasure(word: string): Problem {
  const known = phases.flatMap((phase) => [phase, `warm.${phase}`]);
  const message = `expected phases such as init,coldStart,warm.invoke, got ${JSON.stringify(word)}`;
  return { place: "--watch", message, hint: suggest(word, known) };
}

function conflictsWithResume(paths: readonly string[], raw: RawOptions): Problem[] {
  const flags = planDeciding.filter((name) => raw[name] !== undefined).map(flagName);
  const given = [...paths, ...flags];
  const message = "expected no path and no flag that changes the plan (run.json holds both)";
  return given.length === 0 ? [] : [{ place: "--resume", message: `${message}, got ${given.join(" ")}` }];
}

function flagName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function wholeNumber(
  place: string,
  value: unknown,
  low: number,
  high: number,
  problems: Problem[],
): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= low && number <= high) {
    return number;
  }
  problems.push({ place, message: `expected a whole number from ${low} to ${high}, got ${String(value)}` });
  return undefined;
}

function folder(place: string, value: unknown, problems: Problem[]): string | undefined {
  if (value === "") {
    problems.push({ place, message: "expected a folder, got an empty text" });
  }
  return text(value);
}

function duration(place: string, value: unknown, problems: Problem[]): number | undefined {
  const parsed = typeof value === "string" ? parseDurationMs(value) : undefined;
  if (value !== undefined && (parsed === undefined || parsed <= 0)) {
    problems.push({ place, message: `expected a duration such as 90s or 10m, got ${String(value)}` });
  }
  return parsed;
}

/** `--endpoint` and `--function`. @throws InputError where one has another form. */
export function lambdaFlags(raw: RawOptions): Pick<RunOptions, "endpoint" | "functionArn"> {
  const problems: Problem[] = [];
  return refuseOn(problems, {
    endpoint: endpoint(raw.endpoint, problems),
    functionArn: functionArn(raw.function, problems),
  });
}

function endpoint(value: unknown, problems: Problem[]): string | undefined {
  const isUrl = typeof value === "string" && URL.canParse(value) && isPlainUrl(new URL(value));
  if (value !== undefined && !isUrl) {
    const message = `expected a URL without a user such as http://localhost:4566, got ${withoutUser(value)}`;
    problems.push({ place: "--endpoint", message });
  }
  return text(value);
}

function withoutUser(value: unknown): string {
  return String(value).replace(/\/\/[^/@]*@/, "//…@");
}

/** It is written into the run directory, where no credential belongs. */
function isPlainUrl({ protocol, username, password }: URL): boolean {
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

function functionArn(value: unknown, problems: Problem[]): string | undefined {
  const isArn = typeof value === "string" && /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+$/.test(value);
  if (value !== undefined && !isArn) {
    const message = `expected the ARN of a function without a version, got ${String(value)}`;
    problems.push({ place: "--function", message, hint: "arn:aws:lambda:REGION:ACCOUNT:function:NAME" });
  }
  return text(value);
}

/** `0.5`, `$2`. */
function dollars(place: string, value: unknown, problems: Problem[]): number | undefined {
  const amount =
    typeof value === "string" && /^\$?\d+(\.\d+)?$/.test(value) ? Number(value.replace("$", "")) : 0;
  if (value !== undefined && !(amount > 0)) {
    problems.push({ place, message: `expected an amount of US dollars such as 0.50, got ${String(value)}` });
  }
  return value === undefined ? undefined : amount;
}

function readRuntimeBinaries(raw: RawOptions, problems: Problem[]): Readonly<Record<string, string>> {
  return byRuntime("--runtime-binary", "ID=PATH", raw.runtimeBinary, problems);
}

function readImages(raw: RawOptions, problems: Problem[]): Readonly<Record<string, string>> {
  return byRuntime("--image", "ID=NAME", raw.image, problems);
}

/** Items of the form `nodejs24.x=…`. */
function byRuntime(
  place: string,
  form: string,
  items: unknown,
  problems: Problem[],
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const item of list(items)) {
    const [, id, value] = /^([^=]+)=(.+)$/.exec(item) ?? [];
    if (id === undefined || value === undefined) {
      problems.push({ place, message: `expected ${form}, got ${item}` });
    } else if (!runtimeIdentifiers.includes(id)) {
      const message = `expected a runtime identifier before the =, got ${id}`;
      problems.push({ place, message, hint: suggest(id, runtimeIdentifiers) });
    } else {
      values[id] = value;
    }
  }
  return values;
}
