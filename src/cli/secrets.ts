import { readFileSync } from "node:fs";

/** Shorter values would be found everywhere in a text. */
const shortest = 4;

/** Takes the values that scenario files read from the user's environment out of a text. */
export type Redact = (text: string) => string;

/** What a failed build or hook printed may hold what it was given by `${env:NAME}`: the notation stands for it. */
export function redactor(
  scenarioFiles: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Redact {
  const names = new Set(scenarioFiles.flatMap((file) => namesIn(readFileSync(file, "utf8"))));
  const secrets = [...names].flatMap((name) => {
    const value = environment[name];
    return value === undefined || value.length < shortest ? [] : [{ name, value }];
  });
  return (text) =>
    secrets.reduce((clean, { name, value }) => clean.replaceAll(value, `\${env:${name}}`), text);
}

function namesIn(scenario: string): string[] {
  return [...scenario.matchAll(/\$\{env:([^}]+)\}/g)].map(([, name]) => name ?? "");
}
