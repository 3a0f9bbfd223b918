import { z } from "zod";
import { AwsError } from "./aws-error.ts";
import type { Asked, Handler } from "./handler.ts";
import { json } from "./reply.ts";
import { jsonOf } from "./request.ts";

const repositoryInput = z.object({ repositoryName: z.string() });
const createInput = repositoryInput.extend({
  tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});
const tagsInput = z.object({ resourceArn: z.string() });
const describeInput = z.object({ repositoryNames: z.array(z.string()).optional() });

/** What a registry wants to see; none stands behind it. */
export const getAuthorizationToken: Handler = ({ context, region }) =>
  json({
    authorizationData: [
      {
        authorizationToken: Buffer.from("AWS:password").toString("base64"),
        expiresAt: Math.floor(Date.now() / 1000) + 12 * 3600,
        proxyEndpoint: `https://${context.options.accountId}.dkr.ecr.${region.name}.amazonaws.com`,
      },
    ],
  });

export const createRepository: Handler = (asked) => {
  const { repositoryName, tags } = createInput.parse(jsonOf(asked.request));
  if (asked.region.repositories.has(repositoryName)) {
    throw new AwsError(400, "RepositoryAlreadyExistsException", `${repositoryName} already exists`);
  }
  asked.region.repositories.set(repositoryName, new Map(tags.map(({ Key, Value }) => [Key, Value])));
  return json({ repository: repositoryOf(asked, repositoryName) });
};

export const describeRepositories: Handler = (asked) => {
  const { repositoryNames } = describeInput.parse(jsonOf(asked.request));
  const missing = repositoryNames?.find((name) => !asked.region.repositories.has(name));
  if (missing !== undefined) {
    throw new AwsError(400, "RepositoryNotFoundException", `${missing} does not exist in the registry`);
  }
  const names = repositoryNames ?? [...asked.region.repositories.keys()];
  return json({ repositories: names.map((name) => repositoryOf(asked, name)) });
};

export const listTagsForResource: Handler = ({ region, request }) => {
  const { resourceArn } = tagsInput.parse(jsonOf(request));
  const name = resourceArn.split(":repository/")[1] ?? "";
  const tags = region.repositories.get(name);
  if (tags === undefined) {
    throw new AwsError(400, "RepositoryNotFoundException", `${name} does not exist in the registry`);
  }
  return json({ tags: [...tags].map(([Key, Value]) => ({ Key, Value })) });
};

export const deleteRepository: Handler = (asked) => {
  const { repositoryName } = repositoryInput.parse(jsonOf(asked.request));
  if (!asked.region.repositories.delete(repositoryName)) {
    throw new AwsError(
      400,
      "RepositoryNotFoundException",
      `${repositoryName} does not exist in the registry`,
    );
  }
  return json({ repository: repositoryOf(asked, repositoryName) });
};

function repositoryOf({ context, region }: Asked, name: string) {
  const { accountId } = context.options;
  return {
    repositoryName: name,
    repositoryArn: `arn:aws:ecr:${region.name}:${accountId}:repository/${name}`,
    registryId: accountId,
    repositoryUri: `${accountId}.dkr.ecr.${region.name}.amazonaws.com/${name}`,
  };
}
