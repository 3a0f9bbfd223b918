import type { Context } from "../context.ts";
import { functionArn } from "../function-name.ts";
import type { Deployed, Region } from "../state.ts";
import { stateOf } from "./deployed.ts";

/** A FunctionConfiguration, as most calls answer it. */
export function configurationOf(
  { nowMs, options }: Context,
  region: Region,
  name: string,
  deployed: Deployed,
): Readonly<Record<string, unknown>> {
  const { settings, version } = deployed;
  const state = stateOf(deployed, nowMs());
  const zip = settings.packageType === "Zip";
  return {
    FunctionName: name,
    FunctionArn: functionArn(
      region.name,
      options.accountId,
      name,
      version === "$LATEST" ? undefined : version,
    ),
    ...(zip ? { Runtime: settings.runtime, Handler: settings.handler } : imageFields(settings.imageConfig)),
    Role: settings.role,
    CodeSize: settings.codeBytes,
    CodeSha256: settings.codeSha256,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    LastModified: deployed.modifiedAt.toISOString().replace("Z", "+0000"),
    Version: version,
    ...(Object.keys(settings.variables).length > 0 ? { Environment: { Variables: settings.variables } } : {}),
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: deployed.revisionIds[state === "ready" ? 1 : 0],
    ...(settings.layers.length > 0 ? { Layers: settings.layers.map((arn) => layerOf(region, arn)) } : {}),
    ...stateFields(state),
    PackageType: settings.packageType,
    Architectures: [settings.architecture],
    EphemeralStorage: { Size: settings.ephemeralStorageMb },
    SnapStart: {
      ApplyOn: settings.snapStart ? "PublishedVersions" : "None",
      OptimizationStatus: settings.snapStart && version !== "$LATEST" && state === "ready" ? "On" : "Off",
    },
    ...(zip ? { RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(region.name) } } : {}),
    LoggingConfig: {
      LogFormat: settings.logFormat,
      LogGroup: `/aws/lambda/${name}`,
      ...(settings.logFormat === "JSON"
        ? { SystemLogLevel: settings.systemLogLevel, ApplicationLogLevel: settings.applicationLogLevel }
        : {}),
    },
  };
}

/** The runtime version that all functions of a region have. */
export function runtimeVersionArn(region: string): string {
  return `arn:aws:lambda:${region}::runtime:${"0123456789abcdef".repeat(4)}`;
}

function imageFields(imageConfig: unknown) {
  return imageConfig === undefined ? {} : { ImageConfigResponse: { ImageConfig: imageConfig } };
}

function stateFields(state: ReturnType<typeof stateOf>) {
  switch (state) {
    case "Pending":
      return {
        State: "Pending",
        StateReason: "The function is being created.",
        StateReasonCode: "Creating",
        LastUpdateStatus: "InProgress",
        LastUpdateStatusReason: "The function is being created.",
        LastUpdateStatusReasonCode: "Creating",
      };
    case "InProgress":
      return { State: "Active", LastUpdateStatus: "InProgress" };
    case "ready":
      return { State: "Active", LastUpdateStatus: "Successful" };
  }
}

/** A layer of this account with its size; others are taken as they are. */
function layerOf(region: Region, arn: string) {
  const [name, version] = arn.split(":").slice(-2);
  const found = region.layers.get(name ?? "")?.versions.get(Number(version));
  return { Arn: arn, CodeSize: found?.arn === arn ? found.codeBytes : 1024 };
}
