import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pythonVersion } from "./python-version.mjs";

const requirements = [
  "moto[awslambda]==5.2.5",
  // What moto's server stands on.
  "flask==3.1.3",
  "flask-cors==6.0.5",
  "cfn-lint==1.58.0",
];

/**
 * A control plane of AWS that others wrote, and what checks CloudFormation templates: one folder for PYTHONPATH, with the
 * module moto.server and the program bin/cfn-lint.
 */
export const pythonTools = {
  name: "python-tools",
  parts: { moto: ".", "cfn-lint": "." },
  inputs: ["scripts/real-parts/python-tools.mjs"],
  // Some of what they need is compiled for one minor version.
  facts: { python: pythonVersion() },
  tools: ["python3"],
  build: async (folder, run) => {
    const list = join(folder, "../requirements.txt");
    await writeFile(list, `${requirements.join("\n")}\n`);
    const pip = ["-m", "pip", "install", "--no-input", "--disable-pip-version-check"];
    await run("python3", [...pip, "--target", folder, "--requirement", list]);
  },
};
