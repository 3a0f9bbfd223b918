import { setMaxListeners } from "node:events";
import {
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
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
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { UnavailableError } from "../../shared/errors.ts";
import { RefusedCall } from "./call-errors.ts";
import type { RegionOptions } from "./lambda-options.ts";
import { logGroupOf, namePrefix } from "./names.ts";
import { openRegion, type Region } from "./region.ts";

/** What works on AWS Lambda for whoever asks. */
export interface LambdaFindings {
  readonly region: string;
  /** Absent: AWS itself. */
  readonly endpoint?: string | undefined;
  /** Environments that may be at work at once. */
  readonly concurrency: number;
  /** Actions that a run needs and AWS allows. */
  readonly allowed: readonly string[];
  /** Those that it does not, each with the reason. */
  readonly denied: readonly { readonly action: string; readonly reason: string }[];
  /** What only shows when it is done. */
  readonly unchecked: readonly string[];
}

/** What only shows when a function is made, or is needed by some scenarios alone: images, URLs, environments kept ready. */
const unchecked = [
  "iam:PassRole",
  "lambda:TagResource",
  "ecr:*",
  "lambda:CreateFunctionUrlConfig",
  "lambda:PutProvisionedConcurrencyConfig",
];

/** No run has such a name: everything that is asked of it is refused, if it is allowed to ask. */
const nobody = `${namePrefix}doctor-00000000-0`;

interface Probe {
  readonly action: string;
  readonly send: (region: Region, abortSignal: AbortSignal) => Promise<unknown>;
}

/**
 * Asks AWS each thing that a run asks, of functions and layers that are not there: an answer that they are not says that asking is
 * allowed. What would make something is asked with code that is none, and so makes nothing.
 * @throws UnavailableError without a region or credentials, or where AWS does not answer.
 */
export async function examineLambda(
  options: RegionOptions,
  signal: AbortSignal = new AbortController().signal,
): Promise<LambdaFindings> {
  // All is asked at once.
  setMaxListeners(0, signal);
  const region = await openRegion({ ...options, patience: { deniedCount: 0 } }, undefined, signal);
  try {
    const outcomes = await Promise.all(probes.map((probe) => outcomeOf(region, probe, signal)));
    return {
      region: region.name,
      ...(region.endpoint === undefined ? {} : { endpoint: region.endpoint }),
      concurrency: region.concurrency,
      allowed: outcomes.filter(({ reason }) => reason === undefined).map(({ action }) => action),
      denied: outcomes.flatMap(({ action, reason }) => (reason === undefined ? [] : [{ action, reason }])),
      unchecked,
    };
  } finally {
    region.close();
  }
}

async function outcomeOf(region: Region, { action, send }: Probe, signal: AbortSignal) {
  try {
    await region.calls.make({
      action,
      kind: action.startsWith("logs:") ? "logs" : "control",
      signal,
      send: (abortSignal) => send(region, abortSignal),
    });
    return { action };
  } catch (error) {
    if (error instanceof RefusedCall) {
      return { action };
    }
    if (error instanceof UnavailableError) {
      return { action, reason: error.message };
    }
    throw error;
  }
}

const layer = `${namePrefix}doctor-layer-0000000000000000`;
const notAZip = new TextEncoder().encode("not a .zip file");

const probes: readonly Probe[] = [
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
    action: "lambda:PutFunctionEventInvokeConfig",
    send: ({ lambda }, abortSignal) =>
      lambda.send(
        new PutFunctionEventInvokeConfigCommand({ FunctionName: nobody, MaximumRetryAttempts: 0 }),
        { abortSignal },
      ),
  },
  {
    action: "lambda:ListTags",
    send: async ({ lambda, name, roleArn }, abortSignal) => {
      const [, partition = "aws", , , account = ""] = (await roleArn()).split(":");
      const Resource = `arn:${partition}:lambda:${name}:${account}:function:${nobody}`;
      return lambda.send(new ListTagsCommand({ Resource }), { abortSignal });
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
];
