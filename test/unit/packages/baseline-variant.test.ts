import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BaselineFolder, baselineVariant } from "../../../src/packages/baseline-variant.ts";
import { untrackedFiles } from "../../../src/packages/untracked.ts";
import type { Variant } from "../../../src/plan/variant.ts";
import { PreparationError } from "../../../src/shared/errors.ts";
import { variantOf } from "../../process/fixture.ts";
import { commitAll } from "./git-repository.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

async function twoFolders(folder: TemporaryFolder, submodules: readonly string[] = []) {
  const files = { "fn/index.mjs": "", "layers/a.zip": "", "image/Dockerfile": "" };
  const root = await folder.write("now", files);
  const before = await folder.write("before", files);
  const outside = await folder.write("outside", { "x.mjs": "" });
  const baseline: BaselineFolder = { name: "main", folder: before, root, submodules };
  return { root, before, outside, baseline };
}

function map(changes: Partial<Variant>, baseline: BaselineFolder): Variant {
  return baselineVariant(variantOf(changes), baseline);
}

describe("the baseline's variant", () => {
  it("has code, layers and Dockerfile at the same place below the baseline's folder, and all else alike", async () => {
    await using folder = await temporaryFolder();
    const { root, before, baseline } = await twoFolders(folder);
    const arn = "arn:aws:lambda:us-east-1:123456789012:layer:x:1";
    const candidate = variantOf({
      code: join(root, "fn"),
      layers: { name: "two", sources: [join(root, "layers/a.zip"), arn] },
      image: { source: { kind: "dockerfile", path: join(root, "image/Dockerfile") }, workdir: "/w" },
    });
    expect(baselineVariant(candidate, baseline)).toEqual({
      ...candidate,
      code: join(before, "fn"),
      layers: { name: "two", sources: [join(before, "layers/a.zip"), arn] },
      image: { source: { kind: "dockerfile", path: join(before, "image/Dockerfile") }, workdir: "/w" },
    });
  });

  it("is made of the same files where they lie outside of the root, and of the same image by name", async () => {
    await using folder = await temporaryFolder();
    const { outside, baseline } = await twoFolders(folder);
    const image = { source: { kind: "uri", name: "registry/image:1" } } as const;
    const layers = { name: "own", sources: [join(baseline.root, "layers/a.zip")] };
    expect(map({ code: outside, image, layers }, baseline)).toMatchObject({ code: outside, image });
  });

  it("cannot be made where all of its files lie outside of the root: both sides would be the same", async () => {
    await using folder = await temporaryFolder();
    const { outside, baseline } = await twoFolders(folder);
    const nothing = () => map({ code: outside }, baseline);
    expect(nothing).toThrow(PreparationError);
    expect(nothing).toThrow(`main: expected code below ${baseline.root}`);
  });

  it("finds its place also by a link into the root", async () => {
    await using folder = await temporaryFolder();
    const { root, before, baseline } = await twoFolders(folder);
    await symlink(root, join(folder.path, "link"));
    expect(map({ code: join(folder.path, "link", "fn") }, baseline).code).toBe(join(before, "fn"));
  });

  it("cannot be made where something is missing, which is named as git names it", async () => {
    await using folder = await temporaryFolder();
    const { root, baseline } = await twoFolders(folder);
    await folder.write("now", { "new/index.mjs": "" });
    const missing = () => map({ code: join(root, "new") }, baseline);
    expect(missing).toThrow(PreparationError);
    expect(missing).toThrow("main:new: expected what is at this path of the candidate, got nothing");
  });

  it.each(["fn", "fn/vendor", "."])(
    "cannot be made of %s with a submodule in it or around it",
    async (path) => {
      await using folder = await temporaryFolder();
      const { root, baseline } = await twoFolders(folder, [path === "fn/vendor" ? "fn" : "fn/vendor"]);
      expect(() => map({ code: join(root, path) }, baseline)).toThrow(/got the submodule fn/);
      expect(map({ code: join(root, "image") }, baseline).code).toBe(join(baseline.folder, "image"));
    },
  );
});

describe("what git does not know", () => {
  it("is listed of some paths, ignored files too, a whole folder as one", async () => {
    await using folder = await temporaryFolder();
    const root = await folder.write("repo", {
      ".gitignore": "node_modules\n",
      "fn/a.mjs": "",
      "other/b": "",
    });
    await commitAll(root);
    await folder.write("repo", { "fn/node_modules/x/y": "", "fn/z.mjs": "", "other/c": "" });
    const found = await untrackedFiles(root, ["fn"], process.env);
    expect([...found].sort()).toEqual(["fn/node_modules/", "fn/z.mjs"]);
    expect(await untrackedFiles(root, [], process.env)).toEqual([]);
    expect(await untrackedFiles(folder.path, ["x"], process.env)).toEqual([]);
  });
});
