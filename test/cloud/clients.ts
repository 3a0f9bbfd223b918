import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  LogType,
} from "@aws-sdk/client-lambda";
import { zipOf } from "../unit/packages/zip-writer.ts";

const common = { maxAttempts: 1, credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" } };

/** The real SDK against an endpoint; every call is made once. */
export function lambdaClient(endpoint: string, region = "us-east-1"): LambdaClient {
  return new LambdaClient({ ...common, endpoint, region });
}

export function logsClient(endpoint: string, region = "us-east-1"): CloudWatchLogsClient {
  return new CloudWatchLogsClient({ ...common, endpoint, region });
}

/** A zip with a function that answers with its event. */
export const echoZip = zipOf([
  { name: "index.mjs", content: "export const handler = async (event) => event;\n" },
]);

/** What a small function is created with. */
export const smallFunction: CreateFunctionCommandInput = {
  FunctionName: "hello",
  Role: "arn:aws:iam::123456789012:role/function",
  Runtime: "nodejs24.x",
  Handler: "index.handler",
  Code: { ZipFile: echoZip },
};

/** Creates a function and waits until it is active. */
export async function createActive(
  client: LambdaClient,
  changes: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  const input = { ...smallFunction, ...changes };
  await client.send(new CreateFunctionCommand(input));
  await untilSettled(client, input.FunctionName);
}

/** Asks until a function is active and no update of it is in progress. */
export async function untilSettled(client: LambdaClient, name = "hello"): Promise<void> {
  for (;;) {
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: name }));
    if (Configuration?.State === "Active" && Configuration.LastUpdateStatus === "Successful") {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Invokes a function for its log's tail, and tells how long the answer took. */
export async function invokeTailed(client: LambdaClient, Qualifier?: string) {
  const began = performance.now();
  const { LogResult = "", ...reply } = await client.send(
    new InvokeCommand({ FunctionName: "hello", LogType: LogType.Tail, Payload: '{"a":1}', Qualifier }),
  );
  const tookMs = performance.now() - began;
  const tail = Buffer.from(LogResult, "base64").toString();
  return { ...reply, tail, tookMs, body: reply.Payload?.transformToString() };
}

/** The name of the error that a call fails with. @throws Error when it does not */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof Error)) {
    throw new Error("expected a call to fail, it did not");
  }
  return error.name;
}
