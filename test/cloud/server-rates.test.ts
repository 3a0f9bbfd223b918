import { GetFunctionCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { createActive, lambdaClient } from "./clients.ts";
import { startLambdaServer } from "./server/start-lambda-server.ts";

test("15 control calls pass within a second, beside 100 of GetFunction, each region for itself", async () => {
  await using server = await startLambdaServer();
  const client = lambdaClient(server.endpoint);
  await createActive(client);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const outcomes = await Promise.all([
    ...Array.from({ length: 20 }, () => client.send(new ListFunctionsCommand({})).catch(({ name }) => name)),
    ...Array.from({ length: 110 }, () =>
      client.send(new GetFunctionCommand({ FunctionName: "hello" })).catch(({ name }) => name),
    ),
  ]);
  const refusedOf = (from: number, to: number) =>
    outcomes.slice(from, to).filter((outcome) => outcome === "TooManyRequestsException").length;
  expect([refusedOf(0, 20), refusedOf(20, 130)]).toEqual([5, 10]);
  const { control, getFunction } = server.state.rates("us-east-1");
  expect([control.busiestSecond, getFunction.busiestSecond]).toEqual([15, 100]);
  await lambdaClient(server.endpoint, "eu-west-1").send(new ListFunctionsCommand({}));
});
