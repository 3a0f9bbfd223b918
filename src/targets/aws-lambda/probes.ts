import {
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DescribeRepositoriesCommand, ListTagsForResourceCommand } from "@aws-sdk/client-ecr";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetFunctionCommand,
  GetLayerVersionCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListTagsCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { logGroupOf, namePrefix } from "./names.ts";
import type { Region } from "./region.ts";

/** A question of whether an action is allowed. */
export interface Probe {
  readonly action: string;
  readonly send: (region: Region, abortSignal: AbortSignal) => Promise<unknown>;
}

/** No run has such a name: everything that is asked of it is refused, if it is allowed to ask. */
export const nobody = `${namePrefix}doctor-00000000-0`;
const layer = `${namePrefix}doctor-layer-0000000000000000`;
const notAZip = new TextEncoder().encode("not a .zip file");

/** Each action that every run or a clean-up needs, and that can be asked without making anything that stays. */
export const probes: readonly Probe[] = [
  {
    action: "lambda:CreateFunction",
    send: async ({ lambda, roleArn }, abortSignal) => {
      const input = {
        FunctionName: nobody,
        Role: await roleArn(),
        Runtime: "nodejs22.x",
        Handler: "index.handler",
      } as const;
      await lambda.send(new CreateFunctionCommand({ ...input, Code: { ZipFile: notAZip } }), { abortSignal });
      // What stands in for AWS may take it all the same.
      await lambda.send(new DeleteFunctionCommand({ FunctionName: nobody }), { abortSignal });
    },
  },
  {
    action: "lambda:PublishLayerVersion",
    send: async ({ lambda }, abortSignal) => {
      const input = { LayerName: layer, Content: { ZipFile: notAZip } };
      const { Version } = await lambda.send(new PublishLayerVersionCommand(input), { abortSignal });
      const made = { LayerName: layer, VersionNumber: Version };
      await lambda.send(new DeleteLayerVersionCommand(made), { abortSignal });
    },
  },
  {
    action: "lambda:GetFunction",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new GetFunctionCommand({ FunctionName: nobody }), { abortSignal }),
  },
  {
    action: "lambda:UpdateFunctionConfiguration",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: nobody }), { abortSignal }),
  },
  {
    action: "lambda:PublishVersion",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new PublishVersionCommand({ FunctionName: nobody }), { abortSignal }),
  },
  {
    action: "lambda:DeleteFunction",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new DeleteFunctionCommand({ FunctionName: nobody }), { abortSignal }),
  },
  {
    action: "lambda:InvokeFunction",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new InvokeCommand({ FunctionName: nobody }), { abortSignal }),
  },
  {
    action: "lambda:ListTags",
    send: async (region, abortSignal) => {
      const Resource = await arnOf(region, "lambda", `function:${nobody}`);
      return region.lambda.send(new ListTagsCommand({ Resource }), { abortSignal });
    },
  },
  {
    action: "lambda:TagResource",
    send: async (region, abortSignal) => {
      const Resource = await arnOf(region, "lambda", `function:${nobody}`);
      return region.lambda.send(new TagResourceCommand({ Resource, Tags: {} }), { abortSignal });
    },
  },
  {
    action: "lambda:ListFunctions",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new ListFunctionsCommand({ MaxItems: 1 }), { abortSignal }),
  },
  {
    action: "lambda:ListLayers",
    send: ({ lambda }, abortSignal) => lambda.send(new ListLayersCommand({ MaxItems: 1 }), { abortSignal }),
  },
  {
    action: "lambda:ListLayerVersions",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new ListLayerVersionsCommand({ LayerName: layer }), { abortSignal }),
  },
  {
    action: "lambda:GetLayerVersion",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new GetLayerVersionCommand({ LayerName: layer, VersionNumber: 1 }), { abortSignal }),
  },
  {
    action: "lambda:DeleteLayerVersion",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new DeleteLayerVersionCommand({ LayerName: layer, VersionNumber: 1 }), { abortSignal }),
  },
  {
    action: "logs:DeleteLogGroup",
    send: ({ logs }, abortSignal) =>
      logs.send(new DeleteLogGroupCommand({ logGroupName: logGroupOf(nobody) }), { abortSignal }),
  },
  {
    action: "logs:DescribeLogGroups",
    send: ({ logs }, abortSignal) =>
      logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupOf(nobody), limit: 1 }), {
        abortSignal,
      }),
  },
  {
    action: "logs:FilterLogEvents",
    send: ({ logs }, abortSignal) =>
      logs.send(new FilterLogEventsCommand({ logGroupName: logGroupOf(nobody), limit: 1 }), { abortSignal }),
  },
  {
    action: "ecr:DescribeRepositories",
    send: ({ ecr }, abortSignal) =>
      ecr.send(new DescribeRepositoriesCommand({ maxResults: 1 }), { abortSignal }),
  },
  {
    action: "ecr:ListTagsForResource",
    send: async (region, abortSignal) => {
      const resourceArn = await arnOf(region, "ecr", `repository/${nobody}`);
      return region.ecr.send(new ListTagsForResourceCommand({ resourceArn }), { abortSignal });
    },
  },
];

/** Of the account that the functions' role is of, which is the caller's. */
async function arnOf({ name, roleArn }: Region, service: string, resource: string): Promise<string> {
  const [, partition = "aws", , , account = ""] = (await roleArn()).split(":");
  return `arn:${partition}:${service}:${name}:${account}:${resource}`;
}
