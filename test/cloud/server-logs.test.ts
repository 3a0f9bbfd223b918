import {
  type CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { expect, onTestFinished, test } from "vitest";
import { createActive, errorOf, lambdaClient, logsClient } from "./clients.ts";
import type { LambdaServerOptions } from "./server/options.ts";
import { type LambdaServer, startLambdaServer } from "./server/start-lambda-server.ts";

interface Cloud {
  readonly server: LambdaServer;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
}

async function cloud(options: Partial<LambdaServerOptions> = {}): Promise<Cloud> {
  const server = await startLambdaServer(options);
  onTestFinished(() => server.stop());
  const lambda = lambdaClient(server.endpoint);
  await createActive(lambda);
  return { server, lambda, logs: logsClient(server.endpoint) };
}

const group = { logGroupName: "/aws/lambda/hello" };
const invoke = new InvokeCommand({ FunctionName: "hello" });

test("an invocation's log is found in the function's group, whole where a tail is cut", async () => {
  const { lambda, logs } = await cloud({
    behaviour: () => ({
      log: Array.from({ length: 300 }, (_, line) => `line ${line} of the log`).join("\n"),
    }),
  });
  await lambda.send(invoke);
  const all = await logs.send(new FilterLogEventsCommand(group));
  expect(all.events).toHaveLength(300 + 4);
  const reports = await logs.send(
    new FilterLogEventsCommand({ ...group, filterPattern: '"REPORT RequestId"' }),
  );
  expect(reports.events).toMatchObject([{ message: expect.stringMatching(/^REPORT RequestId: .*\n$/) }]);
  const either = await logs.send(
    new FilterLogEventsCommand({ ...group, filterPattern: "?INIT_START ?REPORT" }),
  );
  expect(either.events).toHaveLength(2);
});

test("events come page by page and within a time", async () => {
  const { lambda, logs } = await cloud();
  await lambda.send(invoke);
  const first = await logs.send(new FilterLogEventsCommand({ ...group, limit: 3 }));
  expect(first.events).toHaveLength(3);
  const rest = await logs.send(
    new FilterLogEventsCommand({ ...group, limit: 3, nextToken: first.nextToken }),
  );
  expect(rest).toMatchObject({ events: [{ message: expect.stringContaining("REPORT") }] });
  expect(rest.nextToken).toBeUndefined();
  const later = await logs.send(new FilterLogEventsCommand({ ...group, startTime: Date.now() + 60_000 }));
  expect(later.events).toEqual([]);
});

test("a group is made by the first event, and made again by one that comes after it was deleted", async () => {
  const { server, lambda, logs } = await cloud({ timing: { logDelayMs: 150 } });
  const describe = async () =>
    (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/lambda/he" }))).logGroups ?? [];
  await lambda.send(invoke);
  expect(await errorOf(logs.send(new FilterLogEventsCommand(group)))).toBe("ResourceNotFoundException");
  await expect.poll(describe, { timeout: 2000 }).toMatchObject([group]);
  await lambda.send(invoke);
  await logs.send(new DeleteLogGroupCommand(group));
  expect(await describe()).toEqual([]);
  await expect.poll(() => server.state.logGroups.length, { timeout: 2000 }).toBe(1);
});
