import { rename } from "node:fs/promises";
import { join } from "node:path";
import { cargoTarget } from "./rust.mjs";

const version = "1.0.0-rc1";

/** The Lambda Web Adapter with its own lock file: a layer. */
export const webAdapter = {
  name: "lambda-web-adapter",
  parts: { "lambda-web-adapter": "." },
  inputs: ["scripts/real-parts/web-adapter.mjs"],
  tools: ["cargo"],
  build: async (folder, run) => {
    const what = ["--locked", "--no-track", "--root", folder, `lambda_web_adapter@${version}`];
    // Compiled soon rather than well: it is started, not measured.
    const env = {
      CARGO_TARGET_DIR: cargoTarget,
      CARGO_PROFILE_RELEASE_LTO: "off",
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
      CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
    };
    await run("cargo", ["install", ...what], { env });
    await rename(join(folder, "bin"), join(folder, "extensions"));
  },
};
