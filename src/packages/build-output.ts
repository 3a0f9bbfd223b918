import protobuf from "protobufjs";
import { fieldOf } from "../shared/field-of.ts";

/** What a build says while it goes on, and what it ended with. */
export type BuildEvent =
  | { readonly kind: "step"; readonly id: string; readonly name: string }
  | { readonly kind: "output"; readonly step: string; readonly text: string }
  | { readonly kind: "step-failed"; readonly step: string }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "built"; readonly imageId: string };

/** A line of a builder's answer → events: BuildKit's trace, and the plain texts of the older builder and of Podman. */
export function readBuildLine(line: string): readonly BuildEvent[] {
  const value: unknown = line.trim() === "" ? undefined : JSON.parse(line);
  const aux = fieldOf(value, "aux");
  const id = fieldOf(aux, "ID");
  const error = fieldOf(value, "error");
  const text = fieldOf(value, "stream");
  if (fieldOf(value, "id") === "moby.buildkit.trace" && typeof aux === "string") {
    return readTrace(Buffer.from(aux, "base64"));
  }
  if (typeof id === "string") {
    return [{ kind: "built", imageId: id }];
  }
  if (typeof error === "string") {
    return [{ kind: "failed", message: withoutWrapping(error) }];
  }
  return typeof text === "string" ? readPlain(text) : [];
}

/** The parts of BuildKit's status that are used. Source: moby/buildkit, `api/services/control/control.proto`. */
const schema = `syntax = "proto3";
message Vertex { string digest = 1; string name = 3; Moment started = 5; Moment completed = 6; string error = 7; }
message Log { string vertex = 1; bytes msg = 4; }
message Moment { int64 seconds = 1; }
message Status { repeated Vertex vertexes = 1; repeated Log logs = 3; }`;
const status = protobuf.parse(schema).root.lookupType("Status");

interface Trace {
  readonly vertexes: readonly {
    readonly digest: string;
    readonly name: string;
    readonly started: unknown;
    readonly completed: unknown;
    readonly error: string;
  }[];
  readonly logs: readonly { readonly vertex: string; readonly msg: string }[];
}

function readTrace(bytes: Buffer): readonly BuildEvent[] {
  // The schema stands above: what has been decoded by it has this shape.
  const { vertexes, logs } = status.toObject(status.decode(bytes), {
    defaults: true,
    bytes: String,
  }) as Trace;
  const steps = vertexes.flatMap(({ digest, name, started, completed, error }): readonly BuildEvent[] => [
    ...(started && !completed ? [{ kind: "step" as const, id: digest, name }] : []),
    ...(error === "" ? [] : [{ kind: "step-failed" as const, step: digest }]),
  ]);
  const outputs = logs.map(({ vertex, msg }): BuildEvent => {
    return { kind: "output", step: vertex, text: Buffer.from(msg, "base64").toString("utf8") };
  });
  return [...steps, ...outputs];
}

/** The older builders do not say which step failed: it is the latest. */
export const plainStep = "plain";

/** The older builders say a step by its number, and what follows belongs to it. */
function readPlain(text: string): readonly BuildEvent[] {
  const name = /^STEP \d+(?:\/\d+)?\s*: .*/i.exec(text.trimEnd())?.[0];
  return [
    name === undefined ? { kind: "output", step: plainStep, text } : { kind: "step", id: plainStep, name },
  ];
}

/** Without the names of the builder's own parts. */
function withoutWrapping(message: string): string {
  return message.replace(
    /^failed to solve(?: with frontend \S+)?: (?:failed to create LLB definition: )?/,
    "",
  );
}
