import { z } from "zod";
import { conflict, invalid } from "../aws-error.ts";
import { functionArn, parseFunctionName } from "../function-name.ts";
import type { Handler } from "../handler.ts";
import { json } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { Settings, StoredFunction } from "../state.ts";
import { configurationOf } from "./configuration.ts";
import { firstDeployment, publishedVersion } from "./deployed.ts";
import {
  changedSettings,
  checkLayers,
  codeInput,
  codeSettings,
  configurationInput,
  parseInput,
} from "./settings.ts";

const createInput = configurationInput.extend({
  FunctionName: z.string(),
  Code: codeInput,
  PackageType: z.enum(["Zip", "Image"]).default("Zip"),
  Architectures: z.tuple([z.enum(["x86_64", "arm64"])]).default(["x86_64"]),
  Publish: z.boolean().default(false),
  Tags: z.record(z.string(), z.string()).default({}),
});

/** POST /2015-03-31/functions */
export const createFunction: Handler = ({ context, region, request }) => {
  const input = parseInput(createInput, jsonOf(request));
  const { name } = parseFunctionName(input.FunctionName);
  if (region.functions.has(name)) {
    throw conflict(`Function already exist: ${name}`);
  }
  if (input.Role === undefined) {
    throw invalid("The role defined for the function cannot be assumed by Lambda.");
  }
  checkLayers(context, region, input.Layers ?? []);
  const settings = newSettings(input, input.Role);
  const fn: StoredFunction = {
    name,
    arn: functionArn(region.name, context.options.accountId, name),
    tags: new Map(Object.entries(input.Tags)),
    latest: firstDeployment(context, settings),
    versions: new Map(),
    nextVersion: 1,
    environmentCount: 0,
    runningCount: 0,
    provisioned: new Map(),
    maxRetries: new Map(),
  };
  region.functions.set(name, fn);
  if (!input.Publish) {
    return json(configurationOf(context, region, name, fn.latest), 201);
  }
  const version = publishedVersion(context, String(fn.nextVersion++), settings);
  fn.versions.set(version.version, version);
  return json(configurationOf(context, region, name, version), 201);
};

function newSettings(input: z.infer<typeof createInput>, role: string): Settings {
  const zip = input.PackageType === "Zip";
  if (zip && (input.Runtime === undefined || input.Handler === undefined)) {
    throw invalid(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  if (zip === (input.Code.ImageUri !== undefined)) {
    throw invalid("Please provide ImageUri when updating a function with packageType Image.");
  }
  const defaults: Settings = {
    role,
    description: "",
    timeoutSeconds: 3,
    memoryMb: 128,
    ephemeralStorageMb: 512,
    architecture: input.Architectures[0],
    variables: {},
    layers: [],
    snapStart: false,
    logFormat: "Text",
    systemLogLevel: "INFO",
    applicationLogLevel: "INFO",
    packageType: input.PackageType,
    ...codeSettings(input.Code),
  };
  return changedSettings(defaults, input);
}
