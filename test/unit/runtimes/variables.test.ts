import fc from "fast-check";
import { expect, it } from "vitest";
import { runtimeIdentifiers } from "../../../src/runtimes/identifiers.ts";
import { lambdaRoots } from "../../../src/runtimes/search-paths.ts";
import { extensionVariables, lambdaVariables, type VariableFacts } from "../../../src/runtimes/variables.ts";
import { reservedVariables } from "../../../src/shared/reserved-variables.ts";

const facts: VariableFacts = {
  runtime: "nodejs24.x",
  handler: "index.handler",
  memoryMb: 512,
  functionName: "hello",
  region: "us-east-1",
  logStream: "2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef",
  runtimeApi: "127.0.0.1:9001",
  roots: lambdaRoots,
  user: {},
};

it("is on Lambda's own folders what Lambda sets", () => {
  expect(lambdaVariables(facts)).toMatchObject({
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    LD_LIBRARY_PATH:
      "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
    NODE_PATH: "/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules",
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001",
    _HANDLER: "index.handler",
  });
});

it("has the search paths of the runtime's language alone", () => {
  const of = (runtime: string) => lambdaVariables({ ...facts, runtime });
  expect(of("python3.13")).toMatchObject({ PYTHONPATH: "/var/runtime" });
  expect(of("python3.13")).not.toHaveProperty("NODE_PATH");
  expect(of("ruby3.4").GEM_PATH).toBe("/var/task/vendor/bundle/ruby/3.4.0:/opt/ruby/gems/3.4.0");
  expect(of("ruby3.4").RUBYLIB).toBe("/var/task:/var/runtime/lib:/opt/ruby/lib");
  expect(of("provided.al2023")).not.toHaveProperty("AWS_EXECUTION_ENV");
});

it("names no folder of Lambda's when the roots are others", () => {
  const roots = { task: "/w/task", opt: "/w/opt", runtime: "/w/runtime", lang: "/w/lang" };
  for (const runtime of runtimeIdentifiers) {
    const values = Object.values(lambdaVariables({ ...facts, runtime, roots }));
    expect(values.filter((value) => /(^|:)\/(var\/task|opt|var\/runtime|var\/lang)\b/.test(value))).toEqual(
      [],
    );
  }
});

it("lets the user's variables win over defaults, and never over reserved ones", () => {
  const names = fc.oneof(
    fc.constantFrom(...reservedVariables, "TZ", "PATH", "NODE_OPTIONS"),
    fc.stringMatching(/^[A-Z]\w+$/),
  );
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), (user) => {
      const variables = lambdaVariables({ ...facts, user });
      const untouched = lambdaVariables(facts);
      for (const [name, value] of Object.entries(user)) {
        expect(variables[name]).toBe(reservedVariables.includes(name) ? untouched[name] : value);
      }
    }),
  );
});

it("hides from extensions what is the function's alone", () => {
  const user = { TABLE: "orders", _HIDDEN: "x" };
  const all = Object.keys(lambdaVariables({ ...facts, user }));
  const seen = extensionVariables({ ...facts, user });
  expect(all.filter((name) => !(name in seen)).sort()).toEqual(
    [
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_XRAY_CONTEXT_MISSING",
      "AWS_XRAY_DAEMON_ADDRESS",
      "LAMBDA_RUNTIME_DIR",
      "LAMBDA_TASK_ROOT",
      "_AWS_XRAY_DAEMON_ADDRESS",
      "_AWS_XRAY_DAEMON_PORT",
      "_HANDLER",
      "_HIDDEN",
    ].sort(),
  );
  expect(seen).toMatchObject({ TABLE: "orders", AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001" });
});

it("leads to credentials instead of naming them where a snapshot would freeze them", () => {
  const variables = lambdaVariables({ ...facts, snapStart: { authorizationToken: "token-1" } });
  expect(variables).toMatchObject({
    AWS_LAMBDA_INITIALIZATION_TYPE: "snap-start",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9001/2021-04-23/credentials",
    AWS_CONTAINER_AUTHORIZATION_TOKEN: "token-1",
  });
  for (const absent of ["AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN", "AWS_LAMBDA_LOG_GROUP_NAME"]) {
    expect(variables).not.toHaveProperty(absent);
  }
});
