import { setMaxListeners } from "node:events";
import { UnavailableError } from "../../shared/errors.ts";
import { RefusedCall } from "./call-errors.ts";
import type { RegionOptions } from "./lambda-options.ts";
import { type Probe, probes } from "./probes.ts";
import { openRegion, type Region } from "./region.ts";
import { scenarioProbes } from "./scenario-probes.ts";

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

/** What only shows when something is made: that a function gets its role, an image is pushed, a URL is asked. */
const unchecked = [
  "iam:PassRole",
  "lambda:InvokeFunctionUrl",
  "ecr:CreateRepository",
  "ecr:TagResource",
  "ecr:GetRepositoryPolicy",
  "ecr:SetRepositoryPolicy",
  "ecr:BatchCheckLayerAvailability",
  "ecr:InitiateLayerUpload",
  "ecr:UploadLayerPart",
  "ecr:CompleteLayerUpload",
  "ecr:PutImage",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

/** Who asks what works here waits no longer for what does not, in milliseconds. */
const silentMs = 5000;

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
  const region = await openRegion({ ...options, patience: { deniedCount: 0, silentMs } }, undefined, signal);
  try {
    const asked = [...probes, ...scenarioProbes];
    const outcomes = await Promise.all(asked.map((probe) => outcomeOf(region, probe, signal)));
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
