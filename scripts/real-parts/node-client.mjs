import { cp, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { node22 } from "./node.mjs";
import { findPart, root } from "./store.mjs";

const project = "scenarios/conformance/functions/nodejs";

/**
 * aws-lambda-ric with its native part, compiled with the headers of Node.js 22. It speaks Node-API, whose binary form
 * is stable, so the same files serve 24. The package's own two scripts are run by name: npm may be told to run none.
 */
export const nodeClient = {
  name: "aws-lambda-ric",
  parts: { "aws-lambda-ric": "node_modules/aws-lambda-ric/index.mjs" },
  inputs: [
    "scripts/real-parts/node-client.mjs",
    "scripts/real-parts/node.mjs",
    `${project}/package.json`,
    `${project}/package-lock.json`,
  ],
  tools: ["npm", "tar", "xz", "cmake", "make", "g++", "python3"],
  build: async (folder, run) => {
    const { folder: node, reason } = await findPart(node22);
    if (node === undefined) {
      throw new Error(reason);
    }
    for (const file of ["package.json", "package-lock.json"]) {
      await cp(join(root, project, file), join(folder, file));
    }
    const env = { PATH: `${node}/bin${delimiter}${process.env.PATH}`, npm_config_nodedir: node };
    await run("npm", ["ci", "--ignore-scripts"], { cwd: folder, env });
    const client = dirname(join(folder, nodeClient.parts["aws-lambda-ric"]));
    await run("sh", ["scripts/preinstall.sh"], { cwd: client, env });
    await run("sh", ["scripts/postinstall.sh"], { cwd: client, env });
    await rm(join(client, "deps"), { recursive: true });
  },
};
