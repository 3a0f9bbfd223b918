import { expect, test } from "vitest";
import { startLambdaServer } from "./server/start-lambda-server.ts";

const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIATEST/20260102/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

test("STS tells who asks", async () => {
  await using server = await startLambdaServer();
  const answer = await fetch(server.endpoint, {
    method: "POST",
    headers: { authorization: signed("sts"), "content-type": "application/x-www-form-urlencoded" },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  expect(await answer.text()).toContain("<Account>123456789012</Account>");
});

test("ECR gives a token, and keeps repositories", async () => {
  await using server = await startLambdaServer();
  const ask = async (action: string, body: object = {}) => {
    const answer = await fetch(server.endpoint, {
      method: "POST",
      headers: {
        authorization: signed("ecr"),
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AmazonEC2ContainerRegistry_V20150921.${action}`,
      },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const { authorizationData } = await ask("GetAuthorizationToken");
  expect(authorizationData).toMatchObject([{ authorizationToken: expect.any(String) }]);
  await ask("CreateRepository", { repositoryName: "thaw" });
  expect(server.state.left()).toEqual(["thaw"]);
  expect(await ask("CreateRepository", { repositoryName: "thaw" })).toMatchObject({
    __type: "RepositoryAlreadyExistsException",
  });
  await ask("DeleteRepository", { repositoryName: "thaw" });
  expect(server.state.left()).toEqual([]);
});

test("a request without a signature is refused", async () => {
  await using server = await startLambdaServer();
  expect((await fetch(`${server.endpoint}/2015-03-31/functions`)).status).toBe(403);
});
