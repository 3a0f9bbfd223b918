/** Things of thaw's in a region, by name. */
export interface Things {
  readonly functions: readonly string[];
  readonly layers: readonly string[];
  /** Of functions of these names. */
  readonly logs: readonly string[];
  /** Of images, in ECR. */
  readonly repositories: readonly string[];
}

export const noThings: Things = { functions: [], layers: [], logs: [], repositories: [] };

/** Those of them for whose name something holds. */
export function thingsWhere(things: Things, holds: (name: string) => boolean): Things {
  return {
    functions: things.functions.filter(holds),
    layers: things.layers.filter(holds),
    logs: things.logs.filter(holds),
    repositories: things.repositories.filter(holds),
  };
}

/** Those that are among the first and not among the others. */
export function thingsWithout(things: Things, others: Things): Things {
  return {
    functions: things.functions.filter((name) => !others.functions.includes(name)),
    layers: things.layers.filter((name) => !others.layers.includes(name)),
    logs: things.logs.filter((name) => !others.logs.includes(name)),
    repositories: things.repositories.filter((name) => !others.repositories.includes(name)),
  };
}

/** The first, and those of the others that are not among them. */
export function thingsOfBoth(things: Things, others: Things): Things {
  const more = thingsWithout(others, things);
  return {
    functions: [...things.functions, ...more.functions],
    layers: [...things.layers, ...more.layers],
    logs: [...things.logs, ...more.logs],
    repositories: [...things.repositories, ...more.repositories],
  };
}

export function countOfThings({ functions, layers, logs, repositories }: Things): number {
  return functions.length + layers.length + logs.length + repositories.length;
}

/** What each is, and its name. */
export function namesOfThings({ functions, layers, logs, repositories }: Things): readonly string[] {
  return [
    ...functions.map((name) => `function ${name}`),
    ...layers.map((name) => `layer ${name}`),
    ...logs.map((name) => `log group of ${name}`),
    ...repositories.map((name) => `repository ${name}`),
  ];
}
