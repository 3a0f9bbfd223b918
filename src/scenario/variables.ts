import type { Context } from "./context.ts";
import type { Path } from "./document.ts";
import { limits } from "./limits.ts";

/** A text with every `${env:NAME}` replaced; a variable that is not set is reported. */
export function interpolate(text: string, path: Path, { env, report }: Context): string {
  return text.replace(reference, (whole, variable: string) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable)) {
      report.value(path, "the name of a variable after env:", "something else");
      return whole;
    }
    const value = Object.hasOwn(env, variable) ? env[variable] : undefined;
    if (value === undefined) {
      report.value(path, `the environment variable ${variable} to be set`, "nothing");
    }
    return value ?? "";
  });
}

/** The variables of a mapping, resolved. */
export function resolveVariables(
  variables: Readonly<Record<string, string>> | undefined,
  path: Path,
  context: Context,
): Readonly<Record<string, string>> {
  const resolved = Object.entries(variables ?? {}).map(([name, value]) => [
    name,
    interpolate(value, [...path, name], context),
  ]);
  return Object.fromEntries(resolved);
}

/** Reports variables that are together larger than Lambda allows. */
export function checkSize(
  variables: Readonly<Record<string, string>>,
  path: Path,
  { report }: Context,
): void {
  const bytes = Object.entries(variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > limits.environmentBytes) {
    report.value(path, `names and values of at most ${limits.environmentBytes} bytes`, `${bytes} bytes`);
  }
}

const reference = /\$\{env:([^}]*)\}/g;
