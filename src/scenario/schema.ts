import { z } from "zod";
import { budgetFigures } from "../budgets/budget-names.ts";
import { runtimeIdentifiers } from "../runtimes/identifiers.ts";
import { defaults } from "./defaults.ts";
import { limits } from "./limits.ts";
import {
  axis,
  closed,
  duration,
  environment,
  flag,
  json,
  name,
  named,
  oneOf,
  percent,
  region,
  text,
  whole,
  words,
} from "./schema-parts.ts";

const memory = whole(limits.memoryMb.minimum, limits.memoryMb.maximum, "MB");
const timeout = whole(limits.timeoutSeconds.minimum, limits.timeoutSeconds.maximum, "seconds");
const ephemeralStorage = whole(limits.ephemeralStorageMb.minimum, limits.ephemeralStorageMb.maximum, "MB");
const architecture = oneOf(["x86_64", "arm64"]);
const packaging = oneOf(["zip", "image"]);

const eventSpec = z.union([text, z.record(z.string(), json), z.array(json)], {
  error: "a built-in event's name, a .json path or a payload",
});

const functionKeys = {
  code: text.optional().describe("Folder or .zip of the function (/var/task); relative to this file."),
  handler: text.optional().describe("The function's entry, e.g. index.handler. Not for provided.* runtimes."),
  build: text
    .optional()
    .describe("Shell command that makes the package, run in a copy of the code and cached by its content."),
  timeout: timeout
    .optional()
    .describe(`Seconds until an invocation is ended. Default ${defaults.timeoutSeconds}.`),
  ephemeralStorage: ephemeralStorage
    .optional()
    .describe(`MB of /tmp. Default ${defaults.ephemeralStorageMb}.`),
  environment: environment
    .optional()
    .describe(
      `Variables of the function, 4 KB at most. "\${env:NAME}" takes one from the caller's environment.`,
    ),
};

const image = closed({
  dockerfile: text.optional().describe("Dockerfile, relative to this file."),
  uri: text.optional().describe("Name of an image that exists, instead of a Dockerfile."),
  entrypoint: words.optional().describe("Replaces the image's ENTRYPOINT."),
  command: words.optional().describe("Replaces the image's CMD: for Lambda's base images the handler."),
  workdir: text.optional().describe("Replaces the image's WORKDIR."),
}).refine((settings) => (settings.dockerfile === undefined) !== (settings.uri === undefined), {
  error: "dockerfile or uri, one of them",
});

const runtimeEntry = closed({
  runtime: text.optional().describe("Runtime identifier, e.g. nodejs24.x. Default: the label."),
  bootstrap: words.optional().describe("Command that runs in place of the runtime's own bootstrap."),
  ...functionKeys,
  image: image.optional().describe("For package image: what this runtime's image is made of."),
});

const matrix = closed({
  memory: axis(memory, "memory sizes in MB").optional().describe(`MB. Default [${defaults.memoryMb}].`),
  architecture: axis(architecture, "architectures").optional().describe("Default: the host's."),
  package: axis(packaging, "package types").optional().describe(`zip, image. Default [${defaults.package}].`),
  layers: named(
    z
      .array(text, { error: "a list of layers" })
      .max(limits.layers, { error: `at most ${limits.layers} layers` }),
    "named layer sets",
  )
    .optional()
    .describe("Named sets of layers, merged into /opt in order: folder, .zip or layer version ARN."),
  snapStart: axis(flag, "true and false")
    .optional()
    .describe("With and without a snapshot. Default [false]."),
  event: named(eventSpec, "named events").optional().describe("Named events, each as under event."),
  timeout: axis(timeout, "timeouts in seconds")
    .optional()
    .describe("Where timeouts vary within the scenario."),
  ephemeralStorage: axis(ephemeralStorage, "sizes of /tmp in MB")
    .optional()
    .describe("Where the size of /tmp varies within the scenario."),
});

const cell = closed({
  runtime: text.optional().describe("A label of runtimes."),
  memory: memory.optional().describe("MB."),
  architecture: architecture.optional().describe("x86_64 or arm64."),
  package: packaging.optional().describe("zip or image."),
  layers: text.optional().describe("Name of a layer set."),
  snapStart: flag.optional().describe("With or without a snapshot."),
  event: text.optional().describe("Name of an event of matrix.event."),
  timeout: timeout.optional().describe("Seconds."),
  ephemeralStorage: ephemeralStorage.optional().describe("MB of /tmp."),
}).refine((axes) => Object.keys(axes).length > 0, { error: "at least one axis" });

const samples = closed({
  cold: whole(1, undefined, "environments")
    .optional()
    .describe(`Environments of each variant, warm-up blocks not counted. Default ${defaults.cold}.`),
  warm: whole(0, undefined, "invocations")
    .optional()
    .describe(`Warm invocations in each environment, after settle. Default ${defaults.warm}.`),
  settle: whole(0, undefined, "invocations")
    .optional()
    .describe(`Warm invocations that are recorded but not counted. Default ${defaults.settle}.`),
  precision: percent
    .optional()
    .describe(
      "Stop measuring a variant before all its environments when half of its intervals' width is at most this part of their medians, e.g. 2%.",
    ),
  warmupBlocks: whole(0, undefined, "blocks")
    .optional()
    .describe(`Blocks that are recorded but not counted. Default ${defaults.warmupBlocks}.`),
  maxTime: duration.optional().describe("Ends measuring this scenario after such a time, e.g. 10m."),
});

const hooks = closed({
  prepare: text.optional().describe("Shell command before anything is measured."),
  conclude: text.optional().describe("Shell command after everything was measured."),
  beforeBlock: text.optional().describe("Shell command before each block."),
  afterBlock: text.optional().describe("Shell command after each block."),
});

const smallDifference = closed({
  relative: percent.optional().describe("Part of the baseline's median, e.g. 3%."),
  absolute: duration.optional().describe("Time, e.g. 1ms."),
});

const compare = closed({
  smallestEffect: smallDifference
    .optional()
    .describe("A difference is called only when it is at least both. Default 3% and 1ms."),
  equivalence: smallDifference
    .optional()
    .describe("Within the larger of the two, two sides are the same. Default 5% and 2ms."),
});

/** What a limit means hangs on the budget's name: `resolveRules` checks both. */
const budgets = z.record(
  z.string().meta({ enum: [...budgetFigures.keys()] }),
  z.string({ error: "a limit such as 800ms, 120MB, $3 or +5%" }).meta({
    pattern: String.raw`^(\d+(\.\d+)?(ms|s|m|h|KB|MB|GB)|\$\d+(\.\d+)?|\+\d+(\.\d+)?%)$`,
    description:
      "At most: a duration (800ms, 1.5s), a size (120MB), an amount ($3) or a part above the baseline (+5%).",
  }),
  { error: "a mapping of budgets" },
);

const recycle = closed({
  lifetime: duration.optional().describe("Age at which an environment ends. Default 45m."),
  idle: z
    .union([z.literal("none"), duration], { error: "none or a duration such as 5m" })
    .optional()
    .describe("Idle time after which an environment ends, or none (default)."),
});

const emulation = closed({
  shutdownReason: oneOf(["upper-case", "lower-case"])
    .optional()
    .describe("Spelling of shutdownReason in SHUTDOWN events: SPINDOWN as documented, or spindown."),
  runtimeShutdown: duration
    .optional()
    .describe("The runtime's part of a shutdown with extensions: 300ms as documented, 600ms in AWS's code."),
  timeoutError: oneOf(["Sandbox.Timedout", "Sandbox.Timeout"])
    .optional()
    .describe("Error type of a timeout: Sandbox.Timedout as seen on Lambda, or the constant in AWS's code."),
  functionErrorStatus: oneOf(["success", "error"])
    .optional()
    .describe(
      "Status of an error that the function reported, in platform events: success as in AWS's code, or error.",
    ),
  streamBandwidth: oneOf(["lambda", "unlimited"])
    .optional()
    .describe("Streamed responses at 2 MiB/s after the first 6 MiB, or as fast as they come (default)."),
});

const docker = closed({
  network: oneOf(["bridge", "none"])
    .optional()
    .describe("bridge (default): functions reach the world; none: they do not."),
  freeze: flag.optional().describe("Freeze the container between invocations. Default false."),
  cpuPeriod: duration
    .optional()
    .describe("Period of the CPU limit, 1ms to 1s; 14ms and more at 128 MB. Default 20ms."),
  limitCpu: flag.optional().describe("CPU share as Lambda gives at this memory size. Default true."),
  boostInit: flag.optional().describe("No CPU limit while initialising. Default true."),
  images: z
    .record(z.string(), text, { error: "a mapping of runtime identifiers to images" })
    .refine((images) => Object.keys(images).every((id) => runtimeIdentifiers.includes(id)), {
      error: "runtime identifiers such as nodejs22.x as keys",
    })
    .optional()
    .describe("The image that a runtime's zip packages run on, in place of AWS's base image; --image wins."),
});

const lambda = closed({
  regions: axis(region, "AWS regions")
    .optional()
    .describe("AWS regions: an axis on the lambda target, of which the others take no notice."),
  method: oneOf(["config-update", "published-version", "first-deploy", "burst", "idle"])
    .optional()
    .describe("How a cold start is brought about."),
  invoke: oneOf(["sync", "async", "stream", "url"]).optional().describe("How the function is invoked."),
  provisioned: whole(0, undefined, "environments").optional().describe("Provisioned concurrency."),
  logFormat: oneOf(["text", "json"])
    .optional()
    .describe(
      "Format of the function's log: text (default), or json, in which Lambda also tells spans of each invocation.",
    ),
});

/** The one description of a scenario file: it checks, gives the types and is published as JSON Schema. */
export const scenarioSchema = closed({
  $schema: z.string({ error: "a text" }).optional().describe("Where editors find this schema."),
  name: name
    .optional()
    .describe("Name of the scenario, the first part of every id. Default: the file's name."),
  description: z.string({ error: "a text" }).optional().describe("The question that the scenario answers."),
  tags: z.array(name, { error: "a list of tags" }).optional().describe("Words for --filter tag=…"),
  target: oneOf(["auto", "process", "docker", "lambda"])
    .optional()
    .describe(`What runs the variants; --target wins. Default ${defaults.target}.`),
  function: closed(functionKeys).optional().describe("What every variant starts from."),
  image: image.optional().describe("For package image: a Dockerfile or the name of an image."),
  runtimes: named(runtimeEntry.nullable(), "runtimes").describe(
    "The first axis. A key is a label; the label is the runtime unless runtime says it.",
  ),
  matrix: matrix.optional().describe("The other axes: every combination is a variant."),
  include: z
    .array(cell, { error: "a list of cells" })
    .optional()
    .describe("Variants beside the combinations."),
  exclude: z.array(cell, { error: "a list of cells" }).optional().describe("Combinations that are left out."),
  event: eventSpec.optional().describe(`What the function gets. Default: ${defaults.event}, the event {}.`),
  expect: json.optional().describe("A part that every answer must contain."),
  samples: samples.optional().describe("How much is measured."),
  hooks: hooks.optional().describe("Shell commands around the run, never inside a phase."),
  budgets: budgets
    .optional()
    .describe(
      "What must hold for every variant: a percentile of a phase (coldStart.p90, warm.invoke.p99: 800ms), maxMemory (120MB), packageSize (5MB), costPerMillion and coldCostPerMillion ($3); or +5%: at most so much above the baseline.",
    ),
  compare: compare.optional().describe("Which differences between two sides matter."),
  recycle: recycle.optional().describe("When a local environment ends though nothing is wrong with it."),
  emulation: emulation
    .optional()
    .describe("Where AWS's documentation and code disagree, which of them local environments follow."),
  docker: docker.optional().describe("Settings of the docker target."),
  lambda: lambda.optional().describe("Settings of the lambda target."),
});

/** A scenario file as its author wrote it, checked; durations in milliseconds, percentages as shares. */
export type ScenarioFile = z.output<typeof scenarioSchema>;
export type RuntimeEntry = z.output<typeof runtimeEntry>;
export type EventSpec = z.output<typeof eventSpec>;
