/** What a runtime identifier is written in: decides the bootstrap, the layer paths and the variables. */
export type RuntimeFamily = "nodejs" | "python" | "java" | "dotnet" | "ruby" | "provided";

/** The families, newest runtimes first in each: the order in which they are offered. */
const identifiersByFamily: Readonly<Record<RuntimeFamily, readonly string[]>> = {
  nodejs: ["nodejs26.x", "nodejs24.x", "nodejs22.x", "nodejs20.x", "nodejs18.x"],
  python: ["python3.15", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python3.9"],
  java: [
    "java25",
    "java21",
    "java17.al2023",
    "java17",
    "java11.al2023",
    "java11",
    "java8.al2023",
    "java8.al2",
  ],
  dotnet: ["dotnet10", "dotnet9", "dotnet8", "dotnet6"],
  ruby: ["ruby4.0", "ruby3.4", "ruby3.3", "ruby3.2"],
  provided: ["provided.al2023", "provided.al2"],
};

/**
 * Every runtime identifier that a scenario may name: Lambda's list of late 2026, and older ones that functions
 * still run on. Source: "Lambda runtimes", AWS Lambda Developer Guide.
 */
export const runtimeIdentifiers: readonly string[] = Object.values(identifiersByFamily).flat();

/** `nodejs24.x` → `nodejs`; undefined for an identifier that is not in the list. */
export function familyOf(identifier: string): RuntimeFamily | undefined {
  return families.find((family) => identifiersByFamily[family].includes(identifier));
}

const families = Object.keys(identifiersByFamily) as RuntimeFamily[];
