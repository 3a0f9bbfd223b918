import { describe, expect, test } from "vitest";
import { folderWith, hello, helloFunction, loadProblems, problemsOf } from "./scenario-folder.ts";

describe("a scenario file with mistakes", () => {
  test("gets all of them at once, in the order of the file", async () => {
    const problems = await problemsOf(`functoin: {}
function: { code: nowhere, handler: index.handler, timeout: 901 }
runtimes:
  nodejs24.x:
matrix:
  memory: [64, 512, 512]
event: sqss
`);
    expect(problems).toEqual([
      expect.stringMatching(/^a\.yaml:1:1 functoin: expected one of name, description, .*, got "functoin"$/),
      '  did you mean "function"?',
      'a.yaml:2:19 function.code: expected a folder or .zip that exists, got "nowhere"',
      "a.yaml:2:61 function.timeout: expected 1 to 900 seconds, got 901",
      "a.yaml:6:12 matrix.memory[0]: expected 128 to 10240 MB, got 64",
      "a.yaml:6:21 matrix.memory[2]: expected each value once, got 512",
      expect.stringMatching(/^a\.yaml:7:8 event: expected one of apigateway-http, .*, got "sqss"$/),
      '  did you mean "sqs"?',
    ]);
  });

  test("is reported together with the other files", async () => {
    const folder = folderWith({
      ...helloFunction,
      "a.yaml": hello("samples: { cold: 0 }"),
      "b.yaml": hello("samples: { warm: -1 }"),
    });
    expect(await loadProblems(folder, ["."])).toEqual([
      "a.yaml:4:18 samples.cold: expected a whole number of environments from 1, got 0",
      "b.yaml:4:18 samples.warm: expected a whole number of invocations from 0, got -1",
    ]);
  });

  test("has its places in JSON too", async () => {
    const folder = folderWith({
      ...helloFunction,
      "a.json":
        '{\n  "function": { "code": "hello", "handler": "index.handler" },\n  "runtimes": { "nodejs24.x": {} },\n  "tags": "quick"\n}\n',
    });
    expect(await loadProblems(folder, ["a.json"])).toEqual([
      'a.json:4:11 tags: expected a list of tags, got "quick"',
    ]);
  });

  test("is shown by its whole path when it is not below the working folder", async () => {
    const folder = folderWith({ ...helloFunction, "a.yaml": hello("tags: 1"), "work/": "" });
    expect(await loadProblems(`${folder}/work`, ["../a.yaml"])).toEqual([
      `${folder}/a.yaml:4:7 tags: expected a list of tags, got 1`,
    ]);
  });
});

describe("a file that is no scenario", () => {
  test.each([
    ["", "a.yaml:1:1: expected a scenario, got an empty file"],
    ["# nothing\n", "a.yaml:1:1: expected a scenario, got an empty file"],
    ["- 1\n", "a.yaml:1:1: expected a mapping, got a list"],
    ["hello\n", 'a.yaml:1:1: expected a mapping, got "hello"'],
    ["a: b: c\n", "a.yaml:1:4: expected YAML, got: Nested mappings are not allowed in compact mappings"],
    ["runtimes:\n\tx: 1\n", "a.yaml:2:1: expected YAML, got: Tabs are not allowed as indentation"],
    ["name: *x\n", "a.yaml:1:7: expected an anchor &x before it, got *x"],
    ["name: !shell x\n", "a.yaml:1:7: expected YAML, got: Unresolved tag: !shell"],
  ])("%j is reported with its place", async (yaml, problem) => {
    expect(await problemsOf(yaml)).toEqual([problem]);
  });

  test("has each key once", async () => {
    expect(await problemsOf(hello("name: x\nname: y\n"))).toEqual([
      'a.yaml:5:1: expected each key once, got "name" again',
    ]);
  });

  test("may be missing everything", async () => {
    expect(await problemsOf("{}")).toEqual([
      "a.yaml:1:1 runtimes: expected a mapping of runtimes, got nothing",
    ]);
  });
});

describe("runtimes", () => {
  test.each([
    [
      "nodjs24.x: {}",
      'a.yaml:3:3 runtimes.nodjs24.x: expected a runtime, or a label with runtime: below it, got "nodjs24.x"',
      '  did you mean "nodejs24.x"?',
    ],
    [
      "own: { runtime: pyton3.13 }",
      'a.yaml:3:19 runtimes.own.runtime: expected a runtime, got "pyton3.13"',
      '  did you mean "python3.13"?',
    ],
  ])("%s gets a suggestion", async (entry, problem, hint) => {
    const yaml = `function: { code: hello, handler: index.handler }\nruntimes:\n  ${entry}\n`;
    expect(await problemsOf(yaml)).toEqual([problem, hint]);
  });

  test("have labels that can stand in an id", async () => {
    const yaml =
      "function: { code: hello, handler: index.handler }\nruntimes:\n  a/b: { runtime: nodejs24.x }\n";
    expect(await problemsOf(yaml)).toEqual([
      'a.yaml:3:3 runtimes.a/b: expected a name of letters, digits, dots, dashes and underscores, got "a/b"',
    ]);
  });

  test("have a timeout of their own only where timeouts are no axis", async () => {
    const yaml = `function: { code: hello, handler: index.handler }
runtimes: { nodejs24.x: { timeout: 5 } }
matrix: { timeout: [3, 6] }
`;
    expect(await problemsOf(yaml)).toEqual([
      "a.yaml:2:36 runtimes.nodejs24.x.timeout: expected timeout in matrix and include, or here, got both",
    ]);
  });
});

describe("layers", () => {
  test("exist, are folders, archives or layer versions, and are at most five", async () => {
    const problems = await problemsOf(
      hello(`matrix:
  layers:
    one: [gone, hello/index.mjs, "arn:aws:lambda:us-east-1:1:layer:x"]
    two: [hello, hello, hello, hello, hello, hello]
    three: ["arn:aws:lambda:us-east-1:123456789012:layer:otel:7", hello]
`),
    );
    expect(problems).toEqual([
      'a.yaml:6:11 matrix.layers.one[0]: expected a folder or .zip that exists, or a layer version ARN, got "gone"',
      'a.yaml:6:17 matrix.layers.one[1]: expected a folder or .zip that exists, or a layer version ARN, got "hello/index.mjs"',
      'a.yaml:6:34 matrix.layers.one[2]: expected the ARN of a layer version, got "arn:aws:lambda:us-east-1:1:layer:x"',
      "a.yaml:7:10 matrix.layers.two: expected at most 5 layers, got a list",
    ]);
  });
});
