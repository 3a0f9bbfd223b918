import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** The compiled command. */
export const command = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

const [major] = process.versions.node.split(".");

/** The runtime identifier of the Node.js that runs this. */
export const ownRuntime = `nodejs${major}.x`;
