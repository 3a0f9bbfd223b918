import { createHash } from "node:crypto";
import { z } from "zod";
import { invalid } from "../aws-error.ts";
import type { Context } from "../context.ts";
import type { Region, Settings } from "../state.ts";

const layerArn = /^arn:aws:lambda:[a-z0-9-]+:\d{12}:layer:[A-Za-z0-9-_]+:\d+$/;

/** What create and update have in common, with Lambda's own bounds. */
export const configurationInput = z.object({
  Runtime: z.string().optional(),
  Role: z
    .string()
    .regex(/^arn:aws:iam::\d{12}:role\/.+$/)
    .optional(),
  Handler: z.string().max(128).optional(),
  Description: z.string().max(256).optional(),
  Timeout: z.int().min(1).max(900).optional(),
  MemorySize: z.int().min(128).max(10_240).optional(),
  EphemeralStorage: z.object({ Size: z.int().min(512).max(10_240) }).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()).optional() }).optional(),
  Layers: z.array(z.string().regex(layerArn)).max(5).optional(),
  SnapStart: z.object({ ApplyOn: z.enum(["PublishedVersions", "None"]) }).optional(),
  LoggingConfig: z
    .object({
      LogFormat: z.enum(["Text", "JSON"]).optional(),
      SystemLogLevel: z.enum(["DEBUG", "INFO", "WARN"]).optional(),
      ApplicationLogLevel: z.enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]).optional(),
    })
    .optional(),
  ImageConfig: z.unknown().optional(),
  RevisionId: z.string().optional(),
});

/** A function's code, as create and update send it. */
export const codeInput = z.object({
  ZipFile: z.base64().optional(),
  ImageUri: z.string().optional(),
});

type Configuration = z.infer<typeof configurationInput>;

/** @throws AwsError naming the first thing that is wrong */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(
      `1 validation error detected: Value at '${issue?.path.join(".")}' failed to satisfy constraint: ${issue?.message}`,
    );
  }
  return parsed.data;
}

/** These settings with what an update changes; a field that is left out stays. @throws AwsError */
export function changedSettings(settings: Settings, input: Configuration): Settings {
  const variables = input.Environment?.Variables;
  if (variables !== undefined && Buffer.byteLength(JSON.stringify(variables)) > 4096) {
    throw invalid(
      "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.",
    );
  }
  return {
    ...settings,
    runtime: input.Runtime ?? settings.runtime,
    role: input.Role ?? settings.role,
    handler: input.Handler ?? settings.handler,
    description: input.Description ?? settings.description,
    timeoutSeconds: input.Timeout ?? settings.timeoutSeconds,
    memoryMb: input.MemorySize ?? settings.memoryMb,
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? settings.ephemeralStorageMb,
    variables: input.Environment === undefined ? settings.variables : (variables ?? {}),
    layers: input.Layers ?? settings.layers,
    snapStart:
      input.SnapStart === undefined ? settings.snapStart : input.SnapStart.ApplyOn === "PublishedVersions",
    ...loggingSettings(settings, input.LoggingConfig),
    imageConfig: input.ImageConfig ?? settings.imageConfig,
  };
}

/** @throws AwsError for levels of the text format, which has none */
function loggingSettings(
  { logFormat, systemLogLevel, applicationLogLevel }: Settings,
  input: Configuration["LoggingConfig"] = {},
): Pick<Settings, "logFormat" | "systemLogLevel" | "applicationLogLevel"> {
  const format = input.LogFormat ?? logFormat;
  if (format === "Text" && (input.SystemLogLevel ?? input.ApplicationLogLevel) !== undefined) {
    throw invalid("LogLevel is not supported when LogFormat is set to 'Text'.");
  }
  return {
    logFormat: format,
    systemLogLevel: input.SystemLogLevel ?? systemLogLevel,
    applicationLogLevel: input.ApplicationLogLevel ?? applicationLogLevel,
  };
}

/** What of the settings tells about code. @throws AwsError */
export function codeSettings(
  code: z.infer<typeof codeInput>,
): Pick<Settings, "zip" | "imageUri" | "codeSha256" | "codeBytes"> {
  if (code.ImageUri !== undefined) {
    return {
      imageUri: code.ImageUri,
      codeSha256: createHash("sha256").update(code.ImageUri).digest("hex"),
      codeBytes: 0,
    };
  }
  return readZip(code.ZipFile);
}

/** @throws AwsError for what is no zip */
export function readZip(base64: string | undefined): {
  readonly zip: Buffer;
  readonly codeSha256: string;
  readonly codeBytes: number;
} {
  const zip = Buffer.from(base64 ?? "", "base64");
  if (zip.length === 0 || !zip.subarray(0, 2).equals(Buffer.from("PK"))) {
    throw invalid("Could not unzip uploaded file. Please check your file, then try to upload again.");
  }
  return { zip, codeSha256: createHash("sha256").update(zip).digest("base64"), codeBytes: zip.length };
}

/** @throws AwsError for a layer version of this account that does not exist */
export function checkLayers(context: Context, region: Region, arns: readonly string[]): void {
  const own = `arn:aws:lambda:${region.name}:${context.options.accountId}:layer:`;
  for (const arn of arns.filter((arn) => arn.startsWith(own))) {
    const [name = "", version] = arn.slice(own.length).split(":");
    if (region.layers.get(name)?.versions.has(Number(version)) !== true) {
      throw invalid(`Layer version ${arn} does not exist.`);
    }
  }
}
