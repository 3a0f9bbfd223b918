import { InputError, type Problem } from "../shared/errors.ts";
import type { Json } from "../shared/json.ts";
import { suggest } from "../shared/suggest.ts";
import { apigatewayHttp } from "./apigateway-http.ts";
import { apigatewayRest } from "./apigateway-rest.ts";
import type { BuiltinEvent, EventParameter } from "./builtin-event.ts";
import { direct } from "./direct.ts";
import { sqs } from "./sqs.ts";

/** The trigger events that come with thaw. */
export const builtinEvents: readonly BuiltinEvent[] = [apigatewayHttp, apigatewayRest, direct, sqs];

/** Their names, in alphabetical order. */
export const builtinEventNames: readonly string[] = builtinEvents.map((event) => event.name);

/**
 * The built-in event of a name. The same parameters give the same event, on every machine and at any time.
 * @throws InputError for an unknown name (place: `event`) and for unknown or wrong parameters (place: the parameter).
 */
export function buildEvent(name: string, parameters: Readonly<Record<string, Json>> = {}): Json {
  const event = builtinEvents.find((candidate) => candidate.name === name);
  if (event === undefined) {
    throw new InputError([unknownEvent(name)]);
  }
  const problems = Object.entries(parameters).flatMap(([key, value]) => checkParameter(event, key, value));
  if (problems.length > 0) {
    throw new InputError(problems);
  }
  return event.build(parameters);
}

function unknownEvent(name: string): Problem {
  return {
    place: "event",
    message: `expected one of ${builtinEventNames.join(", ")}, got ${JSON.stringify(name)}`,
    hint: suggest(name, builtinEventNames),
  };
}

function checkParameter(event: BuiltinEvent, key: string, value: Json): readonly Problem[] {
  const parameter = parameterOf(event, key);
  if (parameter === undefined) {
    const known = Object.keys(event.parameters);
    const message = `expected one of ${known.join(", ")}, got ${JSON.stringify(key)}`;
    return [{ place: key, message, hint: suggest(key, known) }];
  }
  return parameter.read(value) === undefined
    ? [{ place: key, message: `expected ${parameter.expected}, got ${JSON.stringify(value)}` }]
    : [];
}

function parameterOf(event: BuiltinEvent, key: string): EventParameter<Json> | undefined {
  return Object.hasOwn(event.parameters, key) ? event.parameters[key] : undefined;
}
