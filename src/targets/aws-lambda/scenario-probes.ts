import { DeleteRepositoryCommand, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import {
  CreateFunctionUrlConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionUrlConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import { nobody, type Probe } from "./probes.ts";

const version = { FunctionName: nobody, Qualifier: "1" };

/** Each action that some scenarios alone need, and that can be asked without making anything: of events, URLs, environments kept ready, images. */
export const scenarioProbes: readonly Probe[] = [
  {
    action: "lambda:PutFunctionEventInvokeConfig",
    send: ({ lambda }, abortSignal) =>
      lambda.send(
        new PutFunctionEventInvokeConfigCommand({ FunctionName: nobody, MaximumRetryAttempts: 0 }),
        { abortSignal },
      ),
  },
  {
    action: "lambda:CreateFunctionUrlConfig",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: nobody, AuthType: "AWS_IAM" }), {
        abortSignal,
      }),
  },
  {
    action: "lambda:GetFunctionUrlConfig",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: nobody }), { abortSignal }),
  },
  {
    action: "lambda:PutProvisionedConcurrencyConfig",
    send: ({ lambda }, abortSignal) =>
      lambda.send(
        new PutProvisionedConcurrencyConfigCommand({ ...version, ProvisionedConcurrentExecutions: 1 }),
        { abortSignal },
      ),
  },
  {
    action: "lambda:GetProvisionedConcurrencyConfig",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new GetProvisionedConcurrencyConfigCommand(version), { abortSignal }),
  },
  {
    action: "lambda:DeleteProvisionedConcurrencyConfig",
    send: ({ lambda }, abortSignal) =>
      lambda.send(new DeleteProvisionedConcurrencyConfigCommand(version), { abortSignal }),
  },
  {
    action: "ecr:GetAuthorizationToken",
    send: ({ ecr }, abortSignal) => ecr.send(new GetAuthorizationTokenCommand({}), { abortSignal }),
  },
  {
    action: "ecr:DeleteRepository",
    send: ({ ecr }, abortSignal) =>
      ecr.send(new DeleteRepositoryCommand({ repositoryName: nobody }), { abortSignal }),
  },
];
