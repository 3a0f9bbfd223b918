import { cp } from "node:fs/promises";
import { join } from "node:path";
import { partsFolder, root } from "./store.mjs";

const extensions = ["events", "telemetry", "logs"];

/** Where cargo keeps what it has compiled; it takes care of interrupted builds and of others at work by itself. */
export const cargoTarget = join(partsFolder, "cargo-target");

/** The reference function on lambda_runtime, a folder with `bootstrap`; and the extensions of the tests, layers. */
export const rustPrograms = {
  name: "rust-programs",
  parts: {
    "function-rust": "function",
    ...Object.fromEntries(extensions.map((name) => [`extension-${name}`, `layer-${name}`])),
  },
  inputs: ["scripts/real-parts/rust.mjs", "test/extensions", "scenarios/conformance/functions/rust/src"],
  tools: ["cargo"],
  build: async (folder, run) => {
    await run("cargo", ["build", "--release", "--locked", "--workspace"], {
      cwd: join(root, "test/extensions"),
      env: { CARGO_TARGET_DIR: cargoTarget },
    });
    const made = (name) => join(cargoTarget, "release", name);
    await cp(made("bootstrap"), join(folder, "function/bootstrap"));
    for (const name of extensions) {
      await cp(made(name), join(folder, `layer-${name}/extensions/${name}`));
    }
  },
};
