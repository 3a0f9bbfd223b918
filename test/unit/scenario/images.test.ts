import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createPlan } from "../../../src/plan/create-plan.ts";
import type { Variant } from "../../../src/plan/variant.ts";
import { loadScenarios } from "../../../src/scenario/load.ts";
import { InputError } from "../../../src/shared/errors.ts";
import { folderWith } from "./scenario-folder.ts";

const both = `function: { code: fn, handler: index.handler }
image: { dockerfile: fn/Dockerfile, command: [index.handler] }
runtimes: { nodejs22.x: , other: { runtime: nodejs22.x, image: { uri: "example/${"$"}{env:TAG}", entrypoint: [/a, b], workdir: /c } } }
matrix: { package: [zip, image] }
`;
const files = { "fn/index.mjs": "", "fn/Dockerfile": "" };

describe("an image", () => {
  test("becomes part of its variants alone, its paths absolute", async () => {
    const { variants, folder } = await planned(both, files);
    expect(variants.map(({ id }) => id)).toEqual([
      "a/nodejs22.x/128/x86_64/zip/none",
      "a/nodejs22.x/128/x86_64/image/none",
      "a/other/128/x86_64/zip/none",
      "a/other/128/x86_64/image/none",
    ]);
    expect(variants.map(({ image }) => image)).toEqual([
      undefined,
      { source: { kind: "dockerfile", path: join(folder, "fn/Dockerfile") }, command: ["index.handler"] },
      undefined,
      { source: { kind: "uri", name: "example/one" }, entrypoint: ["/a", "b"], workdir: "/c" },
    ]);
    expect([variants[1]?.code, variants[1]?.handler]).toEqual([undefined, undefined]);
    expect(JSON.parse(JSON.stringify(variants[1]))).toMatchObject({ image: variants[1]?.image });
  });

  test("decides the plan's digest, wherever the scenario lies", async () => {
    const digest = async (yaml: string) => (await planned(yaml, files)).digest;
    expect(await digest(both)).toBe(await digest(both));
    expect(await digest(both.replace("/c", "/d"))).not.toBe(await digest(both));
    expect(await digest(both.replace("example/", "another/"))).not.toBe(await digest(both));
  });

  test("is needed where a variant is one, and code where one is a zip", async () => {
    expect(await problems("runtimes: { nodejs22.x: }\nmatrix: { package: [image] }\n")).toEqual([
      "a.yaml:1:25 runtimes.nodejs22.x.image: expected image: with a dockerfile or a uri, here or for the scenario, got nothing",
    ]);
    const apart = `runtimes:
  nodejs22.x: { code: fn, handler: index.handler }
  other: { runtime: provided.al2023, image: { uri: example } }
matrix: { package: [zip, image] }
exclude: [{ runtime: nodejs22.x, package: image }, { runtime: other, package: zip }]
`;
    expect((await planned(apart, files)).variants).toHaveLength(2);
  });

  test("is a Dockerfile that exists, or a reference; with an absolute folder", async () => {
    const wrong =
      "image: { dockerfile: Nowhere, workdir: here }\nruntimes: { nodejs22.x: }\nmatrix: { package: [image] }\n";
    expect(await problems(wrong)).toEqual([
      'a.yaml:1:22 image.dockerfile: expected a Dockerfile that exists, got "Nowhere"',
      'a.yaml:1:40 image.workdir: expected an absolute path, got "here"',
    ]);
  });

  test("has no layers and no snapshot, as on Lambda, unless they are excluded", async () => {
    const matrix =
      "matrix: { package: [zip, image], layers: { none: [], l: [layer] }, snapStart: [false, true] }";
    const yaml = `function: { code: fn, handler: index.handler }\nimage: { uri: x }\nruntimes: { nodejs22.x: }\n${matrix}\n`;
    const withLayer = { ...files, "layer/": "" };
    expect(await problems(yaml, withLayer)).toEqual([
      "a.yaml:4:42 matrix.layers: expected layers for package zip alone, got l for package image",
      "a.yaml:4:79 matrix.snapStart: expected snapStart for package zip alone, got true for package image",
    ]);
    const exclude = "exclude: [{ package: image, layers: l }, { package: image, snapStart: true }]";
    expect((await planned(`${yaml}${exclude}\n`, withLayer)).variants).toHaveLength(5);
  });
});

async function planned(yaml: string, content: Readonly<Record<string, string>>) {
  const folder = folderWith({ ...content, "a.yaml": yaml });
  const scenarios = await loadScenarios(["a.yaml"], { TAG: "one" }, folder);
  const plan = createPlan(scenarios, { filters: [], hostArchitecture: "x86_64" });
  const variants: readonly Variant[] = plan.variants;
  return { variants, folder, digest: plan.digest };
}

async function problems(
  yaml: string,
  content: Readonly<Record<string, string>> = files,
): Promise<readonly string[]> {
  try {
    await planned(yaml, content);
  } catch (error) {
    if (error instanceof InputError) {
      return error.problems.map(({ place, message }) => `${place}: ${message}`);
    }
    throw error;
  }
  return [];
}
