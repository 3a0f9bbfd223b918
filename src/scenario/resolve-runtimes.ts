import { resolve } from "node:path";
import { runtimeIdentifiers } from "../runtimes/identifiers.ts";
import { suggest } from "../shared/suggest.ts";
import type { CheckedFile } from "./check.ts";
import { checkFunction } from "./check-function.ts";
import type { Context } from "./context.ts";
import type { Path } from "./document.ts";
import { packagingsOf } from "./packagings.ts";
import { resolveImage } from "./resolve-image.ts";
import type { ScenarioAxes, ScenarioRuntime } from "./scenario.ts";
import type { RuntimeEntry } from "./schema.ts";
import { checkSize, interpolate, resolveVariables } from "./variables.ts";

/** The runtime axis: every entry with what it takes over from `function`. */
export function resolveRuntimes(
  { file }: CheckedFile,
  axes: ScenarioAxes,
  context: Context,
): readonly ScenarioRuntime[] {
  return Object.entries(file.runtimes).map(([label, entry]) => {
    const own: RuntimeEntry = entry ?? {};
    const packagings = packagingsOf(label, file, axes);
    const pathOf = (key: "code" | "handler" | "build"): Path =>
      own[key] === undefined && file.function?.[key] !== undefined
        ? ["function", key]
        : ["runtimes", label, key];
    const code = own.code ?? file.function?.code;
    const build = own.build ?? file.function?.build;
    const runtime: ScenarioRuntime = {
      label,
      runtime: identifierOf(label, own, context),
      bootstrap: own.bootstrap?.map((word, index) =>
        interpolate(word, ["runtimes", label, "bootstrap", index], context),
      ),
      code: code === undefined ? undefined : resolve(context.folder, code),
      image: resolveImage(file, label, packagings.has("image"), context),
      handler: own.handler ?? file.function?.handler,
      build: build === undefined ? undefined : interpolate(build, pathOf("build"), context),
      environment: environmentOf(file.function?.environment, own.environment, label, context),
      timeoutSeconds: own.timeout,
      ephemeralStorageMb: own.ephemeralStorage,
    };
    if (packagings.has("zip")) {
      checkFunction(runtime, { code: pathOf("code"), handler: pathOf("handler") }, axes.layers, context);
    }
    return runtime;
  });
}

function identifierOf(label: string, own: RuntimeEntry, { report }: Context): string {
  const identifier = own.runtime ?? label;
  if (runtimeIdentifiers.includes(identifier)) {
    return identifier;
  }
  const hint = suggest(identifier, runtimeIdentifiers) ?? `known runtimes: ${runtimeIdentifiers.join(", ")}`;
  if (own.runtime === undefined) {
    report.key(["runtimes", label], "a runtime, or a label with runtime: below it", undefined, hint);
  } else {
    report.value(["runtimes", label, "runtime"], "a runtime", undefined, hint);
  }
  return identifier;
}

function environmentOf(
  shared: Readonly<Record<string, string>> | undefined,
  own: Readonly<Record<string, string>> | undefined,
  label: string,
  context: Context,
): Readonly<Record<string, string>> {
  const sharedPath = ["function", "environment"];
  const ownPath = ["runtimes", label, "environment"];
  const environment = {
    ...resolveVariables(shared, sharedPath, context),
    ...resolveVariables(own, ownPath, context),
  };
  checkSize(environment, own === undefined ? sharedPath : ownPath, context);
  return environment;
}
