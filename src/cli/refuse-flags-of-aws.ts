import { InputError } from "../shared/errors.ts";
import { type RawOptions, text } from "./options.ts";

/** What only AWS has: regions, scenario files that name some, what was deployed, is there already or stays, and what stands in for it. */
const flags = ["region", "deployed", "endpoint", "function", "keep"] as const;

/** Whoever names one of them meant AWS: `target` is what is asked instead. @throws InputError where one is given. */
export function refuseFlagsOfAws(paths: readonly string[], raw: RawOptions, target = text(raw.target)): void {
  const named = flags.filter((name) => raw[name] !== undefined).map((name) => `--${name}`);
  const given = [...paths, ...named];
  if (given.length > 0) {
    const message = `expected lambda beside ${given.join(" ")}, got ${target ?? "none"}`;
    throw new InputError([{ place: "--target", message }]);
  }
}
