import { Readable } from "node:stream";
import type Docker from "dockerode";
import { PreparationError } from "../shared/errors.ts";
import type { BuildContext } from "./build-context.ts";
import { type BuildEvent, plainStep, readBuildLine } from "./build-output.ts";

/** What an engine builds, and how. */
export interface ImageBuild {
  readonly docker: Docker;
  readonly context: Pick<BuildContext, "dockerfile" | "archive">;
  /** By what people know it, e.g. `order-api/Dockerfile`. */
  readonly shown: string;
  /** The engine has BuildKit: all of Docker's. */
  readonly buildKit: boolean;
  /** `repository:tag`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of another architecture than the engine's: `linux/arm64`. */
  readonly platform?: string | undefined;
  readonly signal: AbortSignal;
  /** Hears each step as it begins, and what it prints. */
  readonly onStep: (step: string) => void;
}

/**
 * Builds an image on an engine; its id is had by its name. Rejects with the signal's reason when it is aborted.
 * @throws PreparationError with the step that failed and the last that it printed.
 */
export async function buildImage(build: ImageBuild): Promise<void> {
  const { shown, signal, onStep } = build;
  signal.throwIfAborted();
  const log = new BuildLog();
  try {
    for await (const event of eventsOf(await send(build))) {
      const step = log.add(event);
      if (step !== undefined) {
        onStep(step);
      }
      if (event.kind === "failed") {
        throw new PreparationError(
          `${shown}: expected an image to be built, got ${log.failure(event.message)}`,
        );
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw refused(error, shown);
  }
  signal.throwIfAborted();
}

// The library's own call holds a session open beside the build, which an aborted build leaves behind, and which is for
// credentials alone: what is needed from registries has been fetched before.
function send({ docker, context, buildKit, name, labels, platform, signal }: ImageBuild): Promise<Readable> {
  const options = {
    dockerfile: context.dockerfile,
    t: name,
    labels: JSON.stringify(labels),
    rm: true,
    forcerm: true,
    ...(buildKit ? { version: "2" } : {}),
    ...(platform === undefined ? {} : { platform }),
  };
  const call = {
    path: "/build?",
    method: "POST",
    file: context.archive(),
    options,
    abortSignal: signal,
    isStream: true,
    statusCodes: { 200: true, 400: "bad parameter", 500: "server error" },
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(call, (error: unknown, answer: unknown) => {
      if (error === null || error === undefined) {
        resolve(answer instanceof Readable ? answer : Readable.from([]));
      } else {
        reject(error);
      }
    });
  });
}

async function* eventsOf(answer: Readable): AsyncGenerator<BuildEvent> {
  let rest = "";
  for await (const chunk of answer.setEncoding("utf8")) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.flatMap(readBuildLine);
  }
  yield* readBuildLine(rest);
}

/** A Dockerfile that cannot be read is refused before it begins. */
function refused(error: unknown, shown: string): unknown {
  const isRefused =
    error !== null &&
    typeof error === "object" &&
    [400, 500].includes(Number(Reflect.get(error, "statusCode")));
  if (!isRefused || !(error instanceof Error)) {
    return error;
  }
  const words = error.message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
  return new PreparationError(`${shown}: expected an image to be built, got ${words}`, undefined, {
    cause: error,
  });
}

/** Of the builder's own: nothing that a Dockerfile says. */
const ownStep = /^(\[internal\]|copy \/context )/;
/** As much as one screen shows. */
const keptLines = 20;

/** What the steps of a build are called and have printed. */
class BuildLog {
  readonly #names = new Map<string, string>();
  readonly #outputs = new Map<string, string>();
  #failed: string | undefined;

  /** What to show of an event, if anything. */
  add(event: BuildEvent): string | undefined {
    switch (event.kind) {
      case "step":
        this.#names.set(event.id, event.name);
        this.#outputs.set(event.id, "");
        return ownStep.test(event.name) ? undefined : event.name;
      case "output":
        this.#outputs.set(event.step, `${this.#outputs.get(event.step) ?? ""}${event.text}`.slice(-8192));
        return undefined;
      case "step-failed":
        this.#failed = event.step;
        return undefined;
      case "failed":
      case "built":
        return undefined;
      default:
        return event satisfies never;
    }
  }

  /** The message with the step that it came from, and the last lines that the step printed. */
  failure(message: string): string {
    const step = this.#failed ?? plainStep;
    const name = this.#names.get(step);
    const printed = withoutColours(this.#outputs.get(step) ?? "").trim();
    const lines = printed === "" ? [] : printed.split("\n").slice(-keptLines);
    return [`${message}${name === undefined ? "" : `, in ${name}`}`, ...lines].join("\n");
  }
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is taken out.
  return text.replace(/\u001b\[[0-9;]*m/g, "");
}
