import type { Json } from "../shared/json.ts";

/** One thing about a built-in event that a scenario may choose. */
export interface EventParameter<Value extends Json> {
  readonly meaning: string;
  /** What a value must be, in words that follow "expected". */
  readonly expected: string;
  readonly default: Value;
  /** The value, or undefined when it is not what was expected. */
  read(value: Json): Value | undefined;
}

/** The parameters of an event by their names. */
export type EventParameters = Readonly<Record<string, EventParameter<Json>>>;

/** What the builder gets: every parameter, given or default. */
export type ValuesOf<Parameters extends EventParameters> = {
  readonly [Name in keyof Parameters]: Parameters[Name] extends EventParameter<infer Value> ? Value : never;
};

/** A trigger event that comes with thaw. */
export interface BuiltinEvent {
  readonly name: string;
  readonly summary: string;
  readonly parameters: EventParameters;
  /** The event for parameters that were checked; one that is absent has its default. */
  build(given: Readonly<Record<string, Json>>): Json;
}

/** Describes a built-in event; `build` sees its parameters with their types. */
export function defineEvent<const Parameters extends EventParameters>(
  name: string,
  summary: string,
  parameters: Parameters,
  build: (values: ValuesOf<Parameters>) => Json,
): BuiltinEvent {
  return { name, summary, parameters, build: (given) => build(valuesOf(parameters, given)) };
}

/** A text that is not empty. */
export function textParameter(byDefault: string, meaning: string): EventParameter<string> {
  return {
    meaning,
    expected: "a text that is not empty",
    default: byDefault,
    read: (value) => (typeof value === "string" && value !== "" ? value : undefined),
  };
}

/** A whole number within limits. */
export function countParameter(byDefault: number, maximum: number, meaning: string): EventParameter<number> {
  return {
    meaning,
    expected: `1 to ${maximum}`,
    default: byDefault,
    read: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= maximum
        ? value
        : undefined,
  };
}

/** Names and texts, such as headers. */
export function mapParameter(
  byDefault: Readonly<Record<string, string>>,
  meaning: string,
): EventParameter<Readonly<Record<string, string>>> {
  return { meaning, expected: "a mapping of texts", default: byDefault, read: readTexts };
}

/** Any JSON value. */
export function jsonParameter(byDefault: Json, meaning: string): EventParameter<Json> {
  return { meaning, expected: "a JSON value", default: byDefault, read: (value) => value };
}

/** A body as the wire carries it: a text as it is, anything else as JSON text, null as no body. */
export function bodyText(body: Json): string | null {
  return body === null || typeof body === "string" ? body : JSON.stringify(body);
}

function readTexts(value: Json): Readonly<Record<string, string>> | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return undefined;
  }
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return texts.length === Object.keys(value).length ? Object.fromEntries(texts) : undefined;
}

function valuesOf<Parameters extends EventParameters>(
  parameters: Parameters,
  given: Readonly<Record<string, Json>>,
): ValuesOf<Parameters> {
  const values = Object.entries(parameters).map(([name, parameter]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const read = value === undefined ? undefined : parameter.read(value);
    return [name, read === undefined ? parameter.default : read];
  });
  return Object.fromEntries(values) as ValuesOf<Parameters>;
}
