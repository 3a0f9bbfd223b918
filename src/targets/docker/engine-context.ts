import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UnavailableError } from "../../shared/errors.ts";
import { fieldOf } from "../../shared/field-of.ts";
import { type EngineTls, readTls } from "./engine-tls.ts";

/** Where a context of the docker command leads. */
export interface EngineContext {
  readonly host: string;
  readonly tls: EngineTls | undefined;
}

/**
 * The context that DOCKER_CONTEXT or the configuration names; undefined where that is the default one. `folder` is ~/.docker.
 * Source: docker/cli, cli/context/store: folders are named by the SHA-256 of the context's name.
 * @throws UnavailableError when it is not there.
 */
export function contextInUse(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): EngineContext | undefined {
  const name =
    environment.DOCKER_CONTEXT || textAt(readJson(join(folder, "config.json")), ["currentContext"]);
  if (name === undefined || name === "" || name === "default") {
    return undefined;
  }
  const digest = createHash("sha256").update(name).digest("hex");
  const file = join(folder, "contexts/meta", digest, "meta.json");
  const meta = readJson(file);
  const host = textAt(meta, ["Endpoints", "docker", "Host"]);
  if (host === undefined) {
    throw new UnavailableError(
      `the docker context ${name}: expected its engine's address in ${file}, got none`,
      "`docker context ls` shows those that are there; DOCKER_CONTEXT=default uses none",
    );
  }
  const secrets = join(folder, "contexts/tls", digest, "docker");
  const skipped = at(meta, ["Endpoints", "docker", "SkipTLSVerify"]) === true;
  return { host, tls: existsSync(secrets) || skipped ? readTls(secrets, !skipped) : undefined };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = at(value, path);
  return typeof found === "string" ? found : undefined;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce(fieldOf, value);
}
