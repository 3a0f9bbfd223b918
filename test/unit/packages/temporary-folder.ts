import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { removeTree } from "../../../src/packages/read-only.ts";

/** A folder for one test, removed with it. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes files by their paths; an object gives a mode. Returns the folder's path. */
  write(
    folder: string,
    files: Readonly<Record<string, string | { content: string; mode: number }>>,
  ): Promise<string>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), "thaw-test-"));
  return {
    path,
    write: async (folder, files) => {
      await mkdir(join(path, folder), { recursive: true });
      for (const [name, file] of Object.entries(files)) {
        const { content, mode } = typeof file === "string" ? { content: file, mode: 0o644 } : file;
        await mkdir(dirname(join(path, folder, name)), { recursive: true });
        await writeFile(join(path, folder, name), content, { mode });
      }
      return join(path, folder);
    },
    [Symbol.asyncDispose]: () => removeTree(path),
  };
}
