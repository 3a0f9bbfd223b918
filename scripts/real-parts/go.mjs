import { join } from "node:path";
import { root } from "./store.mjs";

const project = "scenarios/conformance/functions/go";

/** The reference function on aws-lambda-go: a folder with `bootstrap`. */
export const goFunction = {
  name: "function-go",
  parts: { "function-go": "." },
  inputs: ["scripts/real-parts/go.mjs", project],
  tools: ["go"],
  build: (folder, run) =>
    // As AWS recommends for provided.al2023: without cgo, and without the RPC of the retired go1.x.
    run("go", ["build", "-trimpath", "-tags", "lambda.norpc", "-o", join(folder, "bootstrap"), "."], {
      cwd: join(root, project),
      env: { CGO_ENABLED: "0" },
    }),
};
