import { basename } from "node:path";
import type { ProcessRole } from "../../environment/sandbox.ts";
import type { Variant } from "../../plan/variant.ts";
import { familyOf } from "../../runtimes/identifiers.ts";
import { lambdaRoots } from "../../runtimes/search-paths.ts";
import { extensionVariables, lambdaVariables, type VariableFacts } from "../../runtimes/variables.ts";
import { functionNameOf, newLogStream, region } from "../local/function-identity.ts";
import type { Image } from "./images.ts";
import type { LaunchRequest } from "./init-frames.ts";
import type { ContainerCommand } from "./runtime-command.ts";

/** What the processes of one sandbox are started with. */
export interface RequestParts {
  readonly variant: Variant;
  readonly image: Image;
  readonly command: ContainerCommand;
  readonly snapStart: VariableFacts["snapStart"];
  readonly date: Date;
}

/** How a process of a sandbox is started, once its Runtime API is there. */
export function processRequests(
  parts: RequestParts,
): (role: ProcessRole, runtimeApi: string) => LaunchRequest {
  const facts = variableFacts(parts);
  return (role, runtimeApi) =>
    role.kind === "extension"
      ? extensionRequest(role.name, { ...facts, runtimeApi })
      : runtimeRequest(parts, { ...facts, runtimeApi });
}

function extensionRequest(name: string, facts: VariableFacts): LaunchRequest {
  const command = `${lambdaRoots.opt}/extensions/${basename(name)}`;
  return { command, args: [], cwd: "/", variables: extensionVariables(facts), frames: false };
}

function runtimeRequest({ variant, command }: RequestParts, facts: VariableFacts): LaunchRequest {
  // A managed runtime is given a descriptor for its log; what a function brings itself writes to stdout.
  const frames =
    variant.package === "zip" && variant.bootstrap === undefined && familyOf(variant.runtime) !== "provided";
  const variables = {
    ...lambdaVariables(facts),
    ...(frames ? { _LAMBDA_TELEMETRY_LOG_FD: "3" } : {}),
  };
  return { ...command, cwd: command.cwd ?? lambdaRoots.task, variables, frames };
}

// The image's own variables win over Lambda's defaults, as they do there, and lose against the function's.
function variableFacts({ variant, image, snapStart, date }: RequestParts): Omit<VariableFacts, "runtimeApi"> {
  const { runtime, handler, memoryMb, environment } = variant;
  return {
    runtime,
    isImage: variant.package === "image",
    handler,
    memoryMb,
    user: { ...image.variables, ...environment },
    functionName: functionNameOf(variant),
    region,
    roots: lambdaRoots,
    logStream: newLogStream(date),
    snapStart,
  };
}
