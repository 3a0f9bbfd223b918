import type { CreateFunctionCommandInput, FunctionConfiguration, Runtime } from "@aws-sdk/client-lambda";
import type { Variant } from "../../plan/variant.ts";
import { canonicalJson, sha256 } from "../../shared/digest.ts";
import { UnavailableError } from "../../shared/errors.ts";
import { loggingOf } from "./log-format.ts";

/**
 * The variable whose change makes environments of before unusable. It is there from the first deployment on, and its
 * values have one length: nothing else differs from one cold start to the next.
 */
export const coldVariable = "THAW_COLD";

/** `00000042`. */
export function coldValue(count: number): string {
  return String(count).padStart(8, "0");
}

/** The function's variables at one of its cold starts. */
export function variablesOf({ environment }: Pick<Variant, "environment">, count: number) {
  return { ...environment, [coldVariable]: coldValue(count) };
}

/** The highest number of a cold start that a configuration tells of; 0 where there was none. */
export function coldCountIn({ Environment, Description }: FunctionConfiguration): number {
  const texts = [Environment?.Variables?.[coldVariable], /(\d{8})$/.exec(Description ?? "")?.[1]];
  return Math.max(0, ...texts.map(Number).filter(Number.isSafeInteger));
}

/** What its code is: bytes that are sent, or an image that stands in ECR. */
export type FunctionCode =
  | { readonly kind: "zip"; readonly zip: Uint8Array; readonly layerArns: readonly string[] }
  | { readonly kind: "image"; readonly uri: string };

/** What a function is made with, apart from its name. */
export interface FunctionParts {
  readonly variant: Variant;
  readonly code: FunctionCode;
  readonly roleArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** SHA-256 of all that a function is made with: another one with the same is as good. */
export function partsDigest(parts: FunctionParts): string {
  const { Code, Tags, ...settings } = functionInput(parts, "");
  const code = parts.code.kind === "zip" ? sha256(parts.code.zip) : parts.code.uri;
  return sha256(canonicalJson({ settings, code }));
}

/** The input of CreateFunction. */
export function functionInput(
  { variant, code, roleArn, tags }: FunctionParts,
  name: string,
): CreateFunctionCommandInput {
  const logging = loggingOf(variant.lambda);
  return {
    FunctionName: name,
    Role: roleArn,
    Description: description(0),
    MemorySize: variant.memoryMb,
    Timeout: variant.timeoutSeconds,
    EphemeralStorage: { Size: variant.ephemeralStorageMb },
    Architectures: [variant.architecture],
    Environment: { Variables: variablesOf(variant, 0) },
    Tags: { ...tags },
    ...(logging === undefined ? {} : { LoggingConfig: logging }),
    ...(variant.snapStart ? { SnapStart: { ApplyOn: "PublishedVersions" } } : {}),
    ...(code.kind === "zip" ? zipInput(variant, code) : imageInput(variant, code.uri)),
  };
}

/** Of equal length for every cold start, as the variable's value is. */
export function description(count: number): string {
  return `Made by thaw for measuring, and removed afterwards. ${coldValue(count)}`;
}

function zipInput(
  { runtime, handler, bootstrap }: Variant,
  { zip, layerArns }: Extract<FunctionCode, { kind: "zip" }>,
): Pick<CreateFunctionCommandInput, "Code" | "PackageType" | "Runtime" | "Handler" | "Layers"> {
  if (bootstrap !== undefined) {
    throw new UnavailableError(
      `bootstrap: Lambda runs ${runtime} with its own, got a command`,
      "leave it out for the lambda target, or pack it: as a provided.* runtime, or as an image",
    );
  }
  return {
    PackageType: "Zip",
    Code: { ZipFile: zip },
    // The SDK's list of names may be older than AWS's own.
    Runtime: runtime as Runtime,
    // A provided runtime need not have one; Lambda wants one all the same.
    Handler: handler ?? "bootstrap",
    Layers: [...layerArns],
  };
}

function imageInput(
  { image }: Variant,
  uri: string,
): Pick<CreateFunctionCommandInput, "Code" | "PackageType" | "ImageConfig"> {
  const { entrypoint, command, workdir } = image ?? {};
  return {
    PackageType: "Image",
    Code: { ImageUri: uri },
    ImageConfig: {
      ...(entrypoint === undefined ? {} : { EntryPoint: [...entrypoint] }),
      ...(command === undefined ? {} : { Command: [...command] }),
      ...(workdir === undefined ? {} : { WorkingDirectory: workdir }),
    },
  };
}
