import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { expect, it } from "vitest";
import { watchHost } from "../../../../src/targets/aws-lambda/stand-in.ts";

/** Whom a client talks to, whose requests go nowhere. */
async function standIn(region: string, endpoint?: string): Promise<string | undefined> {
  const client = new LambdaClient({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => Promise.reject(new Error("nowhere")),
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  });
  const asked = watchHost(client);
  await client.send(new ListFunctionsCommand({})).catch(() => {});
  return asked();
}

it.each(["us-east-1", "cn-north-1", "us-gov-west-1", "eusc-de-east-1", "us-iso-east-1"])(
  "nobody stands in for AWS in %s",
  async (region) => {
    expect(await standIn(region)).toBeUndefined();
  },
);

it("names what stands in for AWS", async () => {
  expect(await standIn("us-east-1", "http://localhost:4566")).toBe("http://localhost:4566");
  expect(await standIn("us-east-1", "https://lambda.example.com")).toBe("https://lambda.example.com");
  expect(await standIn("us-east-1", "https://vpce-0a.lambda.us-east-1.vpce.amazonaws.com")).toBeUndefined();
});
