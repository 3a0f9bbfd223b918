import { expect, test } from "vitest";
import { UnavailableError } from "../../src/shared/errors.ts";
import { refusedCall } from "../../src/targets/aws-lambda/call-errors.ts";
import { temporaryFolder } from "../unit/packages/temporary-folder.ts";
import { openCloudBench, take } from "./target-bench.ts";

const secret = "a-secret-value-of-a-variable";

/** What a whole life comes to: the first error of its steps, else undefined. */
async function firstError(
  bench: Awaited<ReturnType<typeof openCloudBench>>,
  layer: string,
): Promise<unknown> {
  try {
    const prepared = await bench.prepare({
      environment: { SECRET: secret },
      layers: { name: "one", sources: [layer] },
      lambda: { method: "published-version" },
    });
    await take(prepared);
    await bench.target.dispose();
    return undefined;
  } catch (error) {
    return error;
  }
}

const actions = [
  "lambda:GetAccountSettings",
  "sts:GetCallerIdentity",
  "lambda:PublishLayerVersion",
  "lambda:CreateFunction",
  "lambda:GetFunction",
  "lambda:UpdateFunctionConfiguration",
  "lambda:PublishVersion",
  "lambda:InvokeFunction",
  "lambda:ListFunctions",
  "lambda:ListLayers",
  "lambda:ListLayerVersions",
  "lambda:DeleteLayerVersion",
  "lambda:DeleteFunction",
  "logs:DescribeLogGroups",
  "logs:DeleteLogGroup",
];

test.each(actions)("an identity that may not call %s is told so", async (action) => {
  await using folder = await temporaryFolder();
  await using bench = await openCloudBench({ faults: { accessDenied: { [action]: 1 } } });
  const error = await firstError(bench, await folder.write("layer", { "lib/a.txt": "a" }));
  expect(error).toBeInstanceOf(UnavailableError);
  expect(String(error)).toContain(`${action} in eu-west-1: access denied`);
  expect(String(error)).not.toContain(secret);
});

test("credentials that have expired are told so, without any of them", async () => {
  await using bench = await openCloudBench({ faults: { expiredCredentials: 1 } });
  const error = await bench.prepare().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UnavailableError);
  expect(error).toMatchObject({ hint: expect.stringContaining("aws sso login") });
  expect(String(error)).toMatch(
    /lambda:GetAccountSettings in eu-west-1: AWS does not accept the credentials/,
  );
  expect(String(error)).not.toMatch(/AKIATEST|a-secret-key/);
});

test("a region that is down is told so", async () => {
  await using bench = await openCloudBench({ faults: { regionDown: { "eu-west-1": 1 } } });
  const error = await bench.prepare().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UnavailableError);
  expect(String(error)).toContain("lambda:GetAccountSettings: eu-west-1 does not answer");
});

test("a region that goes down while functions are invoked ends the environment, and says what is left", async () => {
  await using bench = await openCloudBench({ rates: { control: 1000, getFunction: 1000 } });
  const environment = await (await bench.prepare()).start();
  bench.server.faults.regionDown = { "eu-west-1": 1 };
  const { observation } = await environment.invoke(Buffer.from("{}"));
  expect(observation).toMatchObject({
    status: "target-error",
    error: { message: expect.stringContaining("lost") },
  });
  bench.server.faults.regionDown = {};
});

test("what AWS says of a call is told without what must not be", () => {
  const error = new Error(`1 validation error: Value '{A=${secret}, B=on}' at 'environment.variables'`);
  const { message } = refusedCall(error, "refused", "lambda:CreateFunction", [secret, "on"]);
  expect(message).toBe(
    "lambda:CreateFunction: Error: 1 validation error: Value '{A=…, B=on}' at 'environment.variables'",
  );
});

test("what Lambda refuses of a function is told as it is", async () => {
  await using bench = await openCloudBench();
  await expect(bench.prepare({ timeoutSeconds: 901 })).rejects.toThrow(
    /^lambda:CreateFunction: InvalidParameterValueException: .*Timeout/,
  );
});

test("an invocation that is refused for its rate is tried again, as it did not run", async () => {
  await using bench = await openCloudBench({
    concurrency: 1,
    behaviour: () => ({ initMs: 20, durationMs: 300 }),
  });
  // Another run of the account takes what this one may not.
  await using other = await openCloudBench(
    {},
    { runId: "2026-11-30T16-00-00Z-other", endpoint: bench.options.endpoint },
  );
  const environments = [await (await bench.prepare()).start(), await (await other.prepare()).start()];
  const answers = await Promise.all(environments.map((one) => one.invoke(Buffer.from("{}"))));
  expect(answers.map(({ observation }) => observation.status)).toEqual(["ok", "ok"]);
  expect(bench.server.state.invocations).toHaveLength(2);
  expect(bench.target.atOnce).toBe(1);
});
