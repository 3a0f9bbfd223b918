import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  GetAuthorizationTokenCommand,
} from "@aws-sdk/client-ecr";
import { PreparationError } from "../../shared/errors.ts";
import { isRefused } from "./call-errors.ts";
import type { Region } from "./region.ts";

/** Where images can be pushed to. */
export interface Registry {
  readonly username: string;
  readonly password: string;
}

/** A repository of this name, which may be there already. @returns its URI. @throws as `Calls.make`. */
export async function createRepository(
  { calls, ecr }: Region,
  name: string,
  tags: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { repository } = await calls.make({
      action: "ecr:CreateRepository",
      kind: "other",
      signal,
      // Not given up under way: what may have been made has to be known before it is removed.
      send: () =>
        ecr.send(
          new CreateRepositoryCommand({
            repositoryName: name,
            tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          }),
        ),
    });
    return repository?.repositoryUri ?? "";
  } catch (error) {
    if (!isRefused(error, "conflict")) {
      throw error;
    }
  }
  const [found] = await describe({ calls, ecr }, [name], signal);
  return found?.uri ?? "";
}

/** Who may push for some hours. @throws as `Calls.make`. */
export async function logIn({ calls, ecr }: Region, signal: AbortSignal): Promise<Registry> {
  const { authorizationData } = await calls.make({
    action: "ecr:GetAuthorizationToken",
    kind: "other",
    signal,
    send: (abortSignal) => ecr.send(new GetAuthorizationTokenCommand({}), { abortSignal }),
  });
  const token = authorizationData?.[0]?.authorizationToken ?? "";
  const [username = "", ...rest] = Buffer.from(token, "base64").toString("utf8").split(":");
  if (rest.length === 0) {
    throw new PreparationError("ecr:GetAuthorizationToken: expected a user and a password, got none");
  }
  return { username, password: rest.join(":") };
}

/** A repository of images. */
export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
}

/** Every repository whose name begins so. @throws as `Calls.make`. */
export async function listRepositories(
  region: Region,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly Repository[]> {
  return (await describe(region, undefined, signal)).filter(({ name }) => name.startsWith(prefix));
}

/** With its images. One that is not there is no error. @throws as `Calls.make`. */
export async function removeRepository(
  { calls, ecr }: Region,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await calls.make({
      action: "ecr:DeleteRepository",
      kind: "other",
      signal,
      send: (abortSignal) =>
        ecr.send(new DeleteRepositoryCommand({ repositoryName: name, force: true }), { abortSignal }),
    });
  } catch (error) {
    if (!isRefused(error, "missing")) {
      throw error;
    }
  }
}

async function describe(
  { calls, ecr }: Pick<Region, "calls"> & { readonly ecr: ECRClient },
  names: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly Repository[]> {
  const found: Repository[] = [];
  let nextToken: string | undefined;
  do {
    const token = nextToken;
    const page = await calls.make({
      action: "ecr:DescribeRepositories",
      kind: "other",
      signal,
      send: (abortSignal) =>
        ecr.send(
          new DescribeRepositoriesCommand({
            ...(names === undefined ? {} : { repositoryNames: [...names] }),
            ...(token === undefined ? {} : { nextToken: token }),
          }),
          { abortSignal },
        ),
    });
    for (const {
      repositoryName: name = "",
      repositoryArn: arn = "",
      repositoryUri: uri = "",
    } of page.repositories ?? []) {
      found.push({ name, arn, uri });
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}
