import { goFunction } from "./go.mjs";
import { javaFunction } from "./java.mjs";
import { node22, node24 } from "./node.mjs";
import { nodeClient } from "./node-client.mjs";
import { pythonClient } from "./python-client.mjs";
import { pythonTools } from "./python-tools.mjs";
import { rie } from "./rie.mjs";
import { rustPrograms } from "./rust.mjs";
import { webAdapter } from "./web-adapter.mjs";

/** What is built one after the other; the lanes beside each other, Rust alone as long as all the others. */
export const lanes = [
  [node22, node24, pythonClient, nodeClient, javaFunction, goFunction, rie, pythonTools],
  [rustPrograms, webAdapter],
];
