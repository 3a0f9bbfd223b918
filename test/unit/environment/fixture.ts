import { onTestFinished } from "vitest";
import {
  type EnvironmentOptions,
  type LocalEnvironment,
  startEnvironment,
} from "../../../src/environment/environment.ts";
import type { Sandbox } from "../../../src/environment/sandbox.ts";
import type { LocalAnswer } from "../../../src/environment/serve.ts";
import { systemClock } from "../../../src/shared/clock.ts";
import { runtimeSandbox } from "./child-sandbox.ts";

type Limits = Partial<Omit<EnvironmentOptions, "sandbox">>;

/** What an environment of a function is made of, beside its sandbox. */
export const environmentOptions: Omit<EnvironmentOptions, "sandbox"> = {
  clock: systemClock,
  functionArn: "arn:aws:lambda:us-east-1:012345678912:function:f",
  facts: {
    functionName: "f",
    functionVersion: "$LATEST",
    handler: "index.handler",
    accountId: "012345678912",
  },
  memoryMb: 256,
  timeoutSeconds: 30,
};

/** An environment around a sandbox; it ends with the test. */
export async function environmentOf(sandbox: Sandbox, limits: Limits = {}): Promise<LocalEnvironment> {
  const environment = await startEnvironment({ ...environmentOptions, sandbox, ...limits });
  onTestFinished(() => environment.stop());
  return environment;
}

/** An environment of one of the tiny runtimes. */
export function environmentWith(
  name: string,
  limits: Limits = {},
  ...args: string[]
): Promise<LocalEnvironment> {
  return environmentOf(runtimeSandbox(name, ...args), limits);
}

/** One invocation, the body as text. */
export async function invoke(
  environment: LocalEnvironment,
  event = "{}",
): Promise<Omit<LocalAnswer, "body"> & { readonly body: string }> {
  const answer = await environment.invoke(Buffer.from(event));
  return { ...answer, body: Buffer.from(answer.body).toString() };
}
