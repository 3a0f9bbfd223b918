/** A variant of programs that are killed, which have compiled code alone. */
export function killedVariant(id, changes) {
  return {
    id,
    scenario: "many",
    runtime: "nodejs24.x",
    code: new URL("../functions/node", import.meta.url).pathname,
    handler: "echo.handler",
    memoryMb: 256,
    architecture: "x86_64",
    package: "zip",
    layers: { name: "none", sources: [] },
    snapStart: false,
    timeoutSeconds: 10,
    ephemeralStorageMb: 512,
    event: { name: "inline", json: "{}" },
    environment: {},
    samples: { cold: 9, warm: 0, settle: 0, warmupBlocks: 0 },
    ...changes,
  };
}
