import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { extract } from "tar-stream";
import { afterAll, describe, expect, test } from "vitest";
import { readBuildContext } from "../../../src/packages/build-context.ts";
import { PreparationError } from "../../../src/shared/errors.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("the context of a build", () => {
  test("is the Dockerfile's folder, with links, empty folders and rights", async () => {
    const folder = await folderOf({ Dockerfile: "FROM a", "src/a.js": "a" });
    mkdirSync(join(folder, "empty"));
    symlinkSync("src/a.js", join(folder, "link"));
    const entries = await entriesOf(folder);
    expect([...entries.keys()]).toEqual(["Dockerfile", "empty", "link", "src", "src/a.js"]);
    expect(entries.get("link")).toMatchObject({ type: "symlink", linkname: "src/a.js" });
    expect(entries.get("src/a.js")?.text).toBe("a");
  });

  test("is without what .dockerignore names, also by ** and with exceptions", async () => {
    const folder = await folderOf({
      Dockerfile: "FROM a",
      ".dockerignore":
        "# all but\nnode_modules\n**/*.md\n!docs/keep.md\ndocs/*\n!docs/keep.md\nDockerfile\n/top.txt\n",
      "node_modules/x/index.js": "",
      "a/b/c.md": "",
      "a/b/c.js": "",
      "a/top.txt": "",
      "docs/keep.md": "",
      "docs/other.txt": "",
      "top.txt": "",
    });
    const files = [...(await entriesOf(folder))].filter(([, { type }]) => type === "file");
    expect(files.map(([name]) => name)).toEqual([
      ".dockerignore",
      "Dockerfile",
      "a/b/c.js",
      "a/top.txt",
      "docs/keep.md",
    ]);
  });

  test("takes the Dockerfile's own list before the folder's", async () => {
    const folder = await folderOf({
      Dockerfile: "",
      ".dockerignore": "a",
      "Dockerfile.dockerignore": "b",
      a: "",
      b: "",
    });
    const names = [...(await entriesOf(folder)).keys()];
    expect(names).toContain("a");
    expect(names).not.toContain("b");
  });

  test("has a digest that what is ignored does not change", async () => {
    const files = { Dockerfile: "FROM a", ".dockerignore": "b", a: "1", b: "1" };
    const digest = async (changes: Readonly<Record<string, string>>) =>
      (await readBuildContext(join(await folderOf({ ...files, ...changes }), "Dockerfile"))).digest;
    expect(await digest({ b: "2" })).toBe(await digest({}));
    expect(await digest({ a: "2" })).not.toBe(await digest({}));
    expect(await digest({ Dockerfile: "FROM b" })).not.toBe(await digest({}));
  });

  test("that is not there is one clear error", async () => {
    const folder = await folderOf({ ".dockerignore/oops": "" });
    const refused = expect(readBuildContext(join(folder, "Dockerfile"))).rejects;
    await refused.toThrow(PreparationError);
    await expect(readBuildContext("/nowhere/Dockerfile")).rejects.toThrow(
      /^\/nowhere\/Dockerfile: expected a folder that can be read, got ENOENT/,
    );
  });
});

const made = temporaryFolder();
let count = 0;
afterAll(async () => (await made)[Symbol.asyncDispose]());

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  count += 1;
  return (await made).write(String(count), files);
}

interface Entry {
  readonly type: string | null | undefined;
  readonly linkname: string | null | undefined;
  readonly text: string;
}

async function entriesOf(folder: string): Promise<ReadonlyMap<string, Entry>> {
  const context = await readBuildContext(join(folder, "Dockerfile"));
  const entries = new Map<string, Entry>();
  const reader = extract();
  reader.on("entry", async ({ name, type, linkname }, content, next) => {
    const chunks: Buffer[] = [];
    for await (const chunk of content) {
      chunks.push(Buffer.from(chunk));
    }
    entries.set(name.replace(/\/$/, ""), { type, linkname, text: Buffer.concat(chunks).toString() });
    next();
  });
  await new Promise((resolve, reject) => {
    context.archive().pipe(reader).once("finish", resolve).once("error", reject);
  });
  return entries;
}
