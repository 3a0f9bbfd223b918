import { InputError } from "../shared/errors.ts";
import { type RawOptions, text } from "./options.ts";

/** What only AWS has: regions, scenario files that name some, what was deployed, and what stands in for it. */
const flags = ["region", "deployed", "endpoint"] as const;

/** Whoever names one of them meant AWS. @throws InputError where something else is asked. */
export function refuseFlagsOfAws(paths: readonly string[], raw: RawOptions): void {
  const named = flags.filter((name) => raw[name] !== undefined).map((name) => `--${name}`);
  const given = [...paths, ...named];
  if (given.length > 0) {
    const message = `expected lambda beside ${given.join(" ")}, got ${text(raw.target) ?? "none"}`;
    throw new InputError([{ place: "--target", message }]);
  }
}
