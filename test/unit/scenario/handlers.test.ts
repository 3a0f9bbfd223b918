import { describe, expect, test } from "vitest";
import { type Files, loadOne, problemsOf } from "./scenario-folder.ts";

const code = { "code/index.mjs": "", "code/src/app.cjs": "", "code/app.py": "", "code/pkg/__init__.py": "" };

function scenario(runtime: string, more: string): string {
  return `runtimes:\n  ${runtime}: { code: code, ${more} }\n`;
}

describe("a handler that is there", () => {
  test.each([
    ["nodejs24.x", "index.handler", code],
    ["nodejs24.x", "index.nested.handler", code],
    ["nodejs24.x", "src/app.handler", code],
    ["nodejs24.x", "/opt/wrapper.handler", code],
    ["python3.13", "app.handler", code],
    ["python3.13", "pkg.handler", code],
    ["python3.13", "native.handler", { ...code, "code/native.cpython-313-x86_64-linux-gnu.so": "" }],
    ["java21", "com.example.Handler::handle", code],
  ])("%s %s is accepted", async (runtime, handler, files: Files) => {
    const { runtimes } = await loadOne(scenario(runtime, `handler: "${handler}"`), files);
    expect(runtimes[0]?.handler).toBe(handler);
  });

  test("may come from a layer's search path", async () => {
    const files = { ...code, "layer/python/wrapper.py": "" };
    const yaml = `${scenario("python3.13", "handler: wrapper.handler")}matrix: { layers: { w: [layer] } }\n`;
    expect((await loadOne(yaml, files)).runtimes).toHaveLength(1);
  });

  test("may be made by a build or be replaced by a bootstrap command", async () => {
    expect(
      (await loadOne(scenario("nodejs24.x", "handler: dist/x.y, build: make"), code)).runtimes,
    ).toHaveLength(1);
    expect((await loadOne(scenario("nodejs24.x", "bootstrap: [node, x.mjs]"), code)).runtimes).toHaveLength(
      1,
    );
  });
});

describe("a handler that is not there", () => {
  test.each([
    [
      "nodejs24.x",
      "handler: indx.handler",
      'a.yaml:2:38 runtimes.nodejs24.x.handler: expected a handler in a file that exists (indx.mjs, indx.js, indx.cjs), got "indx.handler"',
    ],
    [
      "python3.13",
      "handler: a.b.handler",
      'a.yaml:2:38 runtimes.python3.13.handler: expected a handler in a file that exists (a/b.py, a/b/__init__.py, a/b.pyc), got "a.b.handler"',
    ],
    [
      "nodejs24.x",
      "handler: index",
      'a.yaml:2:38 runtimes.nodejs24.x.handler: expected a file and a function such as index.handler, got "index"',
    ],
    [
      "ruby3.4",
      "timeout: 3",
      "a.yaml:2:12 runtimes.ruby3.4.handler: expected the function's handler, e.g. index.handler, got nothing",
    ],
  ])("%s with %s is reported", async (runtime, more, problem) => {
    expect(await problemsOf(scenario(runtime, more), code)).toEqual([problem]);
  });

  test("is not reported as missing when it is only wrong", async () => {
    expect(await problemsOf(scenario("nodejs24.x", "handler: 5"), code)).toEqual([
      "a.yaml:2:38 runtimes.nodejs24.x.handler: expected a text, got 5",
    ]);
  });
});

describe("a provided runtime", () => {
  const yaml = "runtimes: { provided.al2023: { code: code } }\n";

  test("needs a file bootstrap in its code or in a layer", async () => {
    expect(await problemsOf(yaml, code)).toEqual([
      'a.yaml:1:38 runtimes.provided.al2023.code: expected a folder with a file called bootstrap, got "code"',
      "  a provided.* runtime needs it in the code or in a layer; or set build: or bootstrap:",
    ]);
    expect((await loadOne(yaml, { "code/bootstrap": "" })).runtimes).toHaveLength(1);
    const layered = `${yaml}matrix: { layers: { own: [layer] } }\n`;
    expect((await loadOne(layered, { ...code, "layer/bootstrap": "" })).runtimes).toHaveLength(1);
  });

  test("needs none that a build makes, or where a command replaces it", async () => {
    const built = "runtimes: { provided.al2023: { code: code, build: make } }\n";
    expect((await loadOne(built, code)).runtimes).toHaveLength(1);
    const replaced = "runtimes: { provided.al2023: { code: code, bootstrap: [./server] } }\n";
    expect((await loadOne(replaced, code)).runtimes).toHaveLength(1);
  });
});

describe("code", () => {
  test("is a folder or an archive", async () => {
    expect(
      (await loadOne("runtimes: { nodejs24.x: { code: f.zip, handler: a.b } }", { "f.zip": "" })).runtimes,
    ).toHaveLength(1);
    expect(
      await problemsOf("runtimes: { nodejs24.x: { code: f.txt, handler: a.b } }", { "f.txt": "" }),
    ).toEqual(['a.yaml:1:33 runtimes.nodejs24.x.code: expected a folder or .zip, got "f.txt"']);
  });

  test("is needed for a .zip and not for an image", async () => {
    expect(await problemsOf("runtimes: { nodejs24.x: { handler: a.b } }")).toEqual([
      "a.yaml:1:25 runtimes.nodejs24.x.code: expected a folder or .zip, here or under function, got nothing",
    ]);
    const image = "image: { uri: example }\nruntimes: { nodejs24.x: }\nmatrix: { package: [image] }\n";
    const scenario = await loadOne(image);
    expect(scenario.axes.package).toEqual(["image"]);
    expect(scenario.notYetUsed).toEqual([]);
  });
});
