import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { examineLambda } from "../../src/targets/aws-lambda/examine.ts";
import { calledActions, neededPermissions } from "./needed-permissions.ts";
import { openCloudBench } from "./target-bench.ts";
import { statementsOf, templatePath } from "./templates.ts";

const sources = fileURLToPath(new URL("../../src/targets/aws-lambda", import.meta.url));

test.skipIf(!existsSync(sources))(
  "doctor asks for each permission that a run may need or says that it does not, and names each that is missing",
  async () => {
    await using bench = await openCloudBench();
    const needed = await neededPermissions(sources);
    const { allowed, unchecked, denied } = await examineLambda(bench.options);
    expect(denied).toEqual([]);
    // Without this one it says so, and nothing else.
    expect([...allowed, ...unchecked, "lambda:GetAccountSettings"].toSorted()).toEqual(needed);
    bench.server.faults.accessDenied = Object.fromEntries(allowed.map((action) => [action, 1]));
    const missing = await examineLambda(bench.options);
    expect(missing.denied.map(({ action }) => action).toSorted()).toEqual(allowed.toSorted());
    expect(bench.server.state.left()).toEqual([]);
  },
);

describe("the policy of whoever runs Thaw", () => {
  test.skipIf(!existsSync(sources))(
    "permits every call of the lambda target, and none that it does not make",
    async () => {
      const permitted = (await statementsOf("thaw-runner")).flatMap(({ actions }) => actions);
      expect([...new Set(permitted)].toSorted()).toEqual(await neededPermissions(sources));
    },
  );

  test("changes nothing but what is called thaw-, and lets functions have no other role", async () => {
    for (const { sid, actions, resource } of await statementsOf("thaw-runner")) {
      const reads = actions.every((action) => /:(Get|List|Describe|Filter|BatchGet)/.test(action));
      if (!reads && sid !== "ExistingFunctions" && sid !== "GiveFunctionsTheirRole") {
        expect(resource).toMatch(/:((function|layer|log-group):(\/aws\/lambda\/)?|repository\/)thaw-\*$/);
      }
    }
  });

  test("names each action, none by a wildcard", async () => {
    for (const { actions } of await statementsOf("thaw-runner")) {
      expect(actions.join()).not.toContain("*");
    }
  });
});

test("CI may take the role as a workflow of the repository that is named, and as no other", async () => {
  const text = await readFile(templatePath("thaw-runner"), "utf8");
  const [, conditions = ""] =
    /sts:AssumeRoleWithWebIdentity\n\s+Condition:\n([\s\S]*?)\n\s+- !Ref/.exec(text) ?? [];
  expect(conditions.split("\n").map((line) => line.trim())).toEqual([
    "StringEquals:",
    "token.actions.githubusercontent.com:aud: sts.amazonaws.com",
    "StringLike:",
    expect.stringMatching(/:sub: !Sub "repo:\$\{GitHubRepository\}:\$\{GitHubSubject\}"$/),
  ]);
});

test("the role of functions writes logs of thaw's functions and does nothing else", async () => {
  expect(await statementsOf("thaw-function")).toEqual([
    {
      sid: "WriteOwnLogs",
      actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      resource: expect.stringMatching(/:log-group:\/aws\/lambda\/thaw-\*$/),
    },
  ]);
});

test("calls are read from what a source imports", () => {
  expect(
    calledActions(`import { type LambdaClient, InvokeCommand as Call, paginateListFunctions } from "@aws-sdk/client-lambda";
import type { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";`),
  ).toEqual(["lambda:Invoke", "lambda:ListFunctions", "logs:FilterLogEvents"]);
});
