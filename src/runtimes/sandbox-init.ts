import { fileURLToPath } from "node:url";

/**
 * Where the first process's programs of container sandboxes are. Plain files, shipped as they are: the same relative address
 * leads to them from src/runtimes and from the compiled command.
 */
export const sandboxInitFolder = fileURLToPath(new URL("../../src/targets/docker/init/", import.meta.url));
