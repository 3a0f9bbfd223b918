import { expect, test } from "vitest";
import { hello, loadOne, problemsOf } from "./scenario-folder.ts";

function withEnvironment(environment: string): string {
  return `function: { code: hello, handler: index.handler, environment: ${environment} }\nruntimes: { nodejs24.x: , nodejs22.x: }\n`;
}

test("a variable takes its value from the caller's environment, anywhere in the text", async () => {
  const yaml = withEnvironment(`{ URL: "https://\${env:HOST}/\${env:STAGE}" }`);
  const { runtimes } = await loadOne(yaml, {}, { HOST: "example.org", STAGE: "" });
  expect(runtimes[0]?.environment).toEqual({ URL: "https://example.org/" });
});

test("build and bootstrap take them too, and leave the shell's own variables alone", async () => {
  const yaml = `function: { code: hello, handler: index.handler, build: "make T=\${env:T} \${HOME}" }
runtimes: { nodejs24.x: { bootstrap: ["\${env:T}/node"] } }
`;
  const { runtimes } = await loadOne(yaml, {}, { T: "tee" });
  expect(runtimes[0]).toMatchObject({ build: `make T=tee \${HOME}`, bootstrap: ["tee/node"] });
});

test("a variable that is not set is reported once, however many runtimes share it", async () => {
  expect(await problemsOf(withEnvironment(`{ TOKEN: "\${env:TOKEN}" }`))).toEqual([
    "a.yaml:1:72 function.environment.TOKEN: expected the environment variable TOKEN to be set, got nothing",
  ]);
});

test("names that Lambda reserves or refuses, and values that are no texts, are reported without any value", async () => {
  const problems = await problemsOf(
    withEnvironment("{ AWS_REGION: hidden, 1X: hidden, PIN: 4711, LIST: [hidden] }"),
  );
  expect(problems).toEqual([
    'a.yaml:1:65 function.environment.AWS_REGION: expected a name that Lambda does not reserve, got "AWS_REGION"',
    'a.yaml:1:85 function.environment.1X: expected a name of two or more letters, digits and underscores, a letter first, got "1X"',
    "a.yaml:1:102 function.environment.PIN: expected a text (in quotes, where it looks like something else), got a number",
    "a.yaml:1:114 function.environment.LIST: expected a text (in quotes, where it looks like something else), got a list",
  ]);
  expect(problems.join()).not.toMatch(/hidden|4711/);
});

test("all variables of a function together fit into 4 KB, counted in bytes after they were resolved", async () => {
  const yaml = withEnvironment(`{ AB: "\${env:LONG}" }`);
  const fits = await loadOne(yaml, {}, { LONG: "ä".repeat(2047) });
  expect(fits.runtimes[0]?.environment.AB).toHaveLength(2047);
  expect(await problemsOf(yaml, {}, { LONG: "ä".repeat(2048) })).toEqual([
    "a.yaml:1:63 function.environment: expected names and values of at most 4096 bytes, got 4098 bytes",
  ]);
});

test("a syntax error never quotes the text around it", async () => {
  const problems = await problemsOf(hello('name: "x" secret-token\n'));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.join("\n")).not.toContain("secret-token");
});
