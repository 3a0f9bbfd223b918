import { z } from "zod";
import type { Json } from "../shared/json.ts";
import { isRegionName } from "../shared/region-name.ts";
import { reservedVariables } from "../shared/reserved-variables.ts";
import { parseDurationMs, parsePercent } from "../shared/units.ts";
import { isJson } from "./json-value.ts";
import { variableNamePattern } from "./limits.ts";

/*
 * The message of every check is what was expected and nothing else: the loader puts the place before it and what
 * was found behind it.
 */

/** A mapping that knows all its keys. */
export function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).filter((key) => key !== "$schema");
  const keys = `${keysPrefix}${known.join(", ")}`;
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? keys : "a mapping"),
  });
}

/** The keys that a message of `closed` lists. */
export function allowedKeys(message: string): readonly string[] {
  return message.slice(keysPrefix.length).split(", ");
}

const keysPrefix = "one of ";

/** A mapping whose keys the user chooses, at least one of them. */
export function named<Value extends z.ZodType>(value: Value, what: string) {
  return z
    .record(name, value, { error: `a mapping of ${what}` })
    .refine((entries) => Object.keys(entries).length > 0, { error: `at least one of ${what}` });
}

/** Part of an id or of a file's name: no slash, no space. */
export const name = z.string({ error: "a name" }).regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
  error: "a name of letters, digits, dots, dashes and underscores",
});

/** Text that is not empty. */
export const text = z.string({ error: "a text" }).min(1, { error: "a text that is not empty" });

/** A region of AWS, by its form: which there are, a file cannot know. */
export const region = z.string({ error: "an AWS region" }).refine(isRegionName, {
  error: "an AWS region such as eu-west-1",
});

export const flag = z.boolean({ error: "true or false" });

/** Words of a command; the first is the program. */
export const words = z
  .array(text, { error: "a list of words" })
  .min(1, { error: "a list of at least one word" });

/** A whole number within limits, `unit` as people read it. */
export function whole(minimum: number, maximum: number | undefined, unit: string) {
  const error =
    maximum === undefined ? `a whole number of ${unit} from ${minimum}` : `${minimum} to ${maximum} ${unit}`;
  const number = z.int({ error }).min(minimum, { error });
  return maximum === undefined ? number : number.max(maximum, { error });
}

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, { error: words.join(" or ") });
}

/** The values of an axis: at least one, each once. */
export function axis<Value extends z.ZodType<string | number | boolean>>(value: Value, what: string) {
  return z
    .array(value, { error: `a list of ${what}` })
    .min(1, { error: `a list of at least one ${what}` })
    .superRefine((values, context) => {
      for (const index of values.keys()) {
        if (values.slice(0, index).some((earlier) => earlier === values[index])) {
          context.addIssue({ code: "custom", path: [index], message: "each value once" });
        }
      }
    });
}

/** `20ms`, `1.5s`, `10m` → milliseconds. */
export const duration = parsed(
  "a duration such as 20ms, 5s, 10m or 2h",
  parseDurationMs,
  String.raw`^\d+(\.\d+)?(ms|s|m|h)$`,
);

/** `2%` → 0.02. */
export const percent = parsed("a percentage such as 2%", parsePercent, String.raw`^\d+(\.\d+)?%$`);

/** Anything that JSON can say. */
export const json = z.custom<Json>(isJson, { error: "a JSON value" });

/** The user's variables. A number is refused: what YAML reads as 1.10 would reach the function as 1.1. */
export const environment = z.record(
  z
    .string({ error: "a name" })
    .regex(variableNamePattern, {
      error: "a name of two or more letters, digits and underscores, a letter first",
    })
    .refine((variable) => !reservedVariables.includes(variable), {
      error: "a name that Lambda does not reserve",
    }),
  z.string({ error: "a text (in quotes, where it looks like something else)" }),
  { error: "a mapping of variables" },
);

function parsed(expected: string, parse: (text: string) => number | undefined, pattern: string) {
  return z
    .string({ error: expected })
    .meta({ pattern })
    .transform((text, context) => {
      const value = parse(text);
      if (value === undefined) {
        context.addIssue({ code: "custom", message: expected });
        return z.NEVER;
      }
      return value;
    });
}
