import { z } from "zod";
import { invalid } from "../aws-error.ts";
import type { Context } from "../context.ts";
import type { Handler } from "../handler.ts";
import { json } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { Deployed, StoredFunction } from "../state.ts";
import { configurationOf } from "./configuration.ts";
import { publishedVersion } from "./deployed.ts";
import { checkReady, findFunction } from "./find.ts";
import { checkRevision } from "./revision.ts";
import { parseInput } from "./settings.ts";

const publishInput = z.object({
  CodeSha256: z.string().optional(),
  Description: z.string().optional(),
  RevisionId: z.string().optional(),
});

/** POST /2015-03-31/functions/{name}/versions */
export const publishVersion: Handler = ({ context, region, request, params }) => {
  const input = parseInput(publishInput, jsonOf(request));
  const { fn } = findFunction(context, region, params[0] ?? "");
  checkReady(context, fn);
  checkRevision(context, fn, input.RevisionId);
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== fn.latest.settings.codeSha256) {
    throw invalid(`CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST`);
  }
  return json(configurationOf(context, region, fn.name, publish(context, fn, input.Description)), 201);
};

/** A new version of what `$LATEST` is; the last one where nothing has changed since. */
export function publish(context: Context, fn: StoredFunction, description?: string): Deployed {
  const { settings } = fn.latest;
  const last = fn.versions.get(String(fn.nextVersion - 1));
  if (last !== undefined && fn.publishedSettings === settings) {
    return last;
  }
  const described = description === undefined ? settings : { ...settings, description };
  const version = publishedVersion(context, String(fn.nextVersion++), described);
  fn.publishedSettings = settings;
  fn.versions.set(version.version, version);
  return version;
}
