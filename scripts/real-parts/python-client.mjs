import { join } from "node:path";
import { pythonVersion } from "./python-version.mjs";
import { root } from "./store.mjs";

const requirements = "scenarios/conformance/functions/python/requirements.txt";

/** awslambdaric for the Python that is installed here: a folder for PYTHONPATH. */
export const pythonClient = {
  name: "awslambdaric",
  parts: { awslambdaric: "." },
  inputs: ["scripts/real-parts/python-client.mjs", requirements],
  // A wheel is of one minor version.
  facts: { python: pythonVersion() },
  tools: ["python3"],
  build: (folder, run) =>
    run("python3", [
      ...["-m", "pip", "install", "--no-input", "--disable-pip-version-check"],
      ...["--target", folder, "--requirement", join(root, requirements)],
    ]),
};
