import { InputError, type Problem } from "../shared/errors.ts";
import { readLines } from "./lines.ts";
import { parseSample } from "./parse-sample.ts";
import type { Sample } from "./sample.ts";

/** The samples of one environment that was recorded whole. */
export interface RecordedSamples {
  readonly samples: readonly Sample[];
  /** Offset of the first byte after it. */
  readonly endByte: number;
}

/** As many problems as one message names. */
const shownProblems = 10;

/**
 * The environments of a samples file, in the order of recording; memory does not grow with the file.
 * Left out is a torn tail: what follows the last line that ends an environment.
 * @throws InputError when the file cannot be read, or a line before its torn tail is not a sample.
 */
export async function* readEnvironments(path: string): AsyncGenerator<RecordedSamples> {
  let samples: Sample[] = [];
  // Kept until an environment ends after them: damage in the torn tail is no damage to what was recorded.
  let problems: Problem[] = [];
  for await (const lines of readLines(path)) {
    for (const line of lines) {
      const place = `${path}:${line.number}`;
      const parsed = parseSample(line.text);
      if ("problem" in parsed) {
        problems = [...problems, { place, message: parsed.problem }].slice(0, shownProblems);
        continue;
      }
      const [first] = samples;
      if (first !== undefined && first.environment !== parsed.sample.environment) {
        // What was there of the earlier one is lost, and this one may be whole: then the former is damage, not a torn tail.
        const message = `expected the rest of environment ${first.environment}, got one of ${parsed.sample.environment}`;
        problems = [...problems, { place, message }].slice(0, shownProblems);
        samples = [];
      }
      samples.push(parsed.sample);
      if (parsed.sample.last === true) {
        if (problems.length > 0) {
          throw new InputError(problems);
        }
        yield { samples, endByte: line.endByte };
        samples = [];
      }
    }
  }
}
