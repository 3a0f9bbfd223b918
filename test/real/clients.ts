import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Variant } from "../../src/plan/variant.ts";
import { bundledBootstraps } from "../../src/runtimes/bundled-bootstraps.ts";
import { ownPython, withoutPython } from "../process/find-python.ts";
import { ownRuntime } from "../process/fixture.ts";
import { partPath, skipReason } from "./parts.ts";

/** The reference function of scenarios/conformance on one client. */
export interface Client {
  readonly name: string;
  /** Why its tests are skipped; undefined when they are not. */
  readonly skipped: string | undefined;
  /** What a variant of it has. @throws Error when a part is missing. */
  readonly variant: () => Partial<Variant>;
  /** How the sample of a function that fails while it is loaded looks. */
  readonly loadError: { readonly type: string; readonly message: string };
  /** What makes answers of `stream` a stream, and what the client puts before them; absent where it cannot stream. */
  readonly streaming?: { readonly variant: () => Partial<Variant>; readonly prelude?: RegExp };
}

const noPython = withoutPython ? "no python3 on PATH" : undefined;
const reported = (type: string) => ({ type, message: "asked to fail at load" });
/** A compiled program cannot report an error of init: it ends, and that is what Lambda tells. */
const exited = { type: "Runtime.ExitError", message: "Runtime exited with error: exit status 1" };

const javaCommand = [
  "java",
  ...["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"],
  ...["-cp", "lib/*", "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", "conformance.Function"],
];

/** Every runtime that there is a client for, and the four that thaw brings. */
export const clients: readonly Client[] = [
  nodeClient("22"),
  nodeClient("24"),
  {
    name: "the bundled Node.js bootstrap",
    skipped: undefined,
    variant: () => ({ runtime: ownRuntime, code: source("nodejs"), handler: "index.handler" }),
    loadError: reported("Error"),
    streaming: {
      variant: () => ({ runtime: ownRuntime, code: source("nodejs"), handler: "index.streaming" }),
    },
  },
  {
    name: "awslambdaric",
    skipped: noPython ?? skipReason(["awslambdaric"]),
    variant: () => ({
      ...python(),
      bootstrap: ["python3", "-m", "awslambdaric", "app.handler"],
      environment: { PYTHONPATH: partPath("awslambdaric") },
    }),
    loadError: reported("RuntimeError"),
  },
  {
    name: "the bundled Python bootstrap",
    skipped: noPython,
    variant: python,
    loadError: reported("RuntimeError"),
  },
  {
    name: "aws-lambda-go",
    skipped: skipReason(["function-go"]),
    variant: () => provided("function-go"),
    loadError: exited,
    streaming: { variant: () => provided("function-go") },
  },
  {
    name: "lambda_runtime (Rust)",
    skipped: skipReason(["function-rust"]),
    variant: () => provided("function-rust"),
    loadError: exited,
    // An answer to an HTTP request: its head as JSON, eight NULs, its body.
    streaming: { variant: () => provided("function-rust"), prelude: /^\{"statusCode":200,[^\0]*\}\0{8}/ },
  },
  {
    name: "aws-lambda-java-runtime-interface-client",
    skipped: skipReason(["function-java"]),
    variant: () => ({
      runtime: "java17",
      code: partPath("function-java"),
      handler: "conformance.Function",
      bootstrap: javaCommand,
    }),
    loadError: reported("java.lang.IllegalStateException"),
  },
  {
    name: "the bundled PHP bootstrap",
    skipped: without("php", "-r", "exit(extension_loaded('curl') ? 0 : 1);"),
    variant: () => ({
      runtime: "provided.al2023",
      code: source("php"),
      handler: "index.php",
      bootstrap: ["php", bundledBootstraps.php],
    }),
    loadError: reported("RuntimeException"),
  },
  {
    name: "the bundled Ruby bootstrap",
    skipped: without("ruby", "--version"),
    variant: () => ({
      runtime: "ruby3.3",
      code: source("ruby"),
      handler: "app.handler",
      bootstrap: ["ruby", bundledBootstraps.ruby],
    }),
    loadError: reported("RuntimeError"),
  },
];

function nodeClient(major: "22" | "24"): Client {
  const variant = (handler: string) => () => ({
    runtime: `nodejs${major}.x`,
    code: source("nodejs"),
    handler,
    bootstrap: [partPath(`node-${major}`), partPath("aws-lambda-ric"), handler],
  });
  return {
    name: `aws-lambda-ric on Node.js ${major}`,
    skipped: skipReason([`node-${major}`, "aws-lambda-ric"]),
    variant: variant("index.handler"),
    loadError: reported("Error"),
    streaming: { variant: variant("index.streaming") },
  };
}

/** Why a language's tests are skipped: undefined where its program answers as it should, or when nothing may be skipped. */
function without(program: string, ...question: readonly string[]): string | undefined {
  const found = spawnSync(program, question, { stdio: "ignore" }).status === 0;
  return found || process.env.THAW_REQUIRE_ALL ? undefined : `no ${program} on PATH that fits`;
}

function provided(part: "function-go" | "function-rust"): Partial<Variant> {
  return { runtime: "provided.al2023", code: partPath(part), handler: "bootstrap" };
}

function python(): Partial<Variant> {
  return { runtime: ownPython ?? "python3.11", code: source("python"), handler: "app.handler" };
}

function source(language: string): string {
  return fileURLToPath(new URL(`../../scenarios/conformance/functions/${language}`, import.meta.url));
}
