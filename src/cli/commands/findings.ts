/** Whether something works here, and if not, why. */
export interface Finding {
  readonly name: string;
  readonly available: boolean;
  readonly detail: string;
}

/** A heading, and a line for each finding. */
export function section(title: string, findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(
    ({ name, available, detail }) => `  ${name.padEnd(width)}  ${available ? "yes" : "no "}  ${detail}`,
  );
  return [title, ...lines].join("\n");
}
