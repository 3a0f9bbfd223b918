import { z } from "zod";
import type { Asked, Handler } from "../handler.ts";
import { json, type Reply } from "../reply.ts";
import { jsonOf } from "../request.ts";
import type { Settings, StoredFunction } from "../state.ts";
import { configurationOf } from "./configuration.ts";
import { updatedDeployment } from "./deployed.ts";
import { checkReady, findFunction } from "./find.ts";
import { publish } from "./publish.ts";
import { checkRevision } from "./revision.ts";
import {
  changedSettings,
  checkLayers,
  codeInput,
  codeSettings,
  configurationInput,
  parseInput,
} from "./settings.ts";

const updateCodeInput = codeInput.extend({
  RevisionId: z.string().optional(),
  Publish: z.boolean().default(false),
  DryRun: z.boolean().default(false),
  Architectures: z.tuple([z.enum(["x86_64", "arm64"])]).optional(),
});

/** PUT /2015-03-31/functions/{name}/configuration */
export const updateFunctionConfiguration: Handler = (asked) => {
  const { context, region, request, params } = asked;
  const input = parseInput(configurationInput, jsonOf(request));
  const { fn } = findFunction(context, region, params[0] ?? "");
  checkReady(context, fn);
  checkRevision(context, fn, input.RevisionId);
  checkLayers(context, region, input.Layers ?? []);
  return update(asked, fn, changedSettings(fn.latest.settings, input));
};

/** PUT /2015-03-31/functions/{name}/code */
export const updateFunctionCode: Handler = (asked) => {
  const { context, region, request, params } = asked;
  const input = parseInput(updateCodeInput, jsonOf(request));
  const { fn } = findFunction(context, region, params[0] ?? "");
  checkReady(context, fn);
  checkRevision(context, fn, input.RevisionId);
  const { settings } = fn.latest;
  const changed = {
    ...settings,
    ...codeSettings(input),
    architecture: input.Architectures?.[0] ?? settings.architecture,
  };
  if (input.DryRun) {
    return json(configurationOf(context, region, fn.name, { ...fn.latest, settings: changed }));
  }
  const reply = update(asked, fn, changed);
  return input.Publish ? json(configurationOf(context, region, fn.name, publish(context, fn))) : reply;
};

function update({ context, region }: Asked, fn: StoredFunction, settings: Settings): Reply {
  fn.latest = updatedDeployment(context, fn, settings);
  return json(configurationOf(context, region, fn.name, fn.latest));
}
