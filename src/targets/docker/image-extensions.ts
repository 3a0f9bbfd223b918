import { once } from "node:events";
import { basename } from "node:path";
import { extensionNames, killSwitch } from "../../packages/list-extensions.ts";
import { lambdaRoots } from "../../runtimes/search-paths.ts";
import { createContainer } from "./create-container.ts";
import type { Engine } from "./engine.ts";
import { statusOf } from "./engine-error.ts";
import { removeContainer } from "./leftovers.ts";
import { eachEntry } from "./tar-entries.ts";

/**
 * The external extensions that an image holds, read from a container that is never started; undefined where the image disables
 * them.
 */
export async function listImageExtensions(
  engine: Engine,
  image: string,
  labels: Readonly<Record<string, string>>,
): Promise<readonly string[] | undefined> {
  const options = { Image: image, Entrypoint: ["/nothing"], Cmd: [], Labels: { ...labels } };
  const container = await createContainer(engine, options);
  try {
    const archive = (path: string) => container.getArchive({ path: `${lambdaRoots.opt}/${path}` });
    if ((await unlessMissing(engine, archive(killSwitch))) !== undefined) {
      return undefined;
    }
    const folder = await unlessMissing(engine, archive("extensions/."));
    return folder === undefined ? [] : extensionNames(await filesOf(folder));
  } finally {
    await removeContainer(engine, container.id);
  }
}

async function unlessMissing(
  engine: Engine,
  work: Promise<NodeJS.ReadableStream>,
): Promise<NodeJS.ReadableStream | undefined> {
  try {
    return await engine.soon(work);
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/** Names of what is directly in an archive of a folder, but for folders. */
async function filesOf(archive: NodeJS.ReadableStream): Promise<readonly string[]> {
  const names: string[] = [];
  await eachEntry(archive, async ({ name, type }, content) => {
    const parts = name.split("/").filter((part) => part !== "." && part !== "");
    if (type !== "directory" && parts.length === 1) {
      names.push(basename(name));
    }
    const ended = once(content, "end");
    content.resume();
    await ended;
  });
  return names;
}
