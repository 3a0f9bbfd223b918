import type { Handler } from "../handler.ts";
import { pageOf } from "../page.ts";
import { json } from "../reply.ts";
import { configurationOf } from "./configuration.ts";
import { findFunction } from "./find.ts";

/** GET /2015-03-31/functions */
export const listFunctions: Handler = ({ context, region, request }) => {
  const all = request.query.get("FunctionVersion") === "ALL";
  const listed = [...region.functions.values()].flatMap((fn) =>
    [fn.latest, ...(all ? fn.versions.values() : [])].map((deployed) => ({ fn, deployed })),
  );
  const { items, ...next } = pageOf(listed, request.query);
  return json({
    Functions: items.map(({ fn, deployed }) => configurationOf(context, region, fn.name, deployed)),
    ...next,
  });
};

/** GET /2015-03-31/functions/{name}/versions */
export const listVersionsByFunction: Handler = ({ context, region, request, params }) => {
  const { fn } = findFunction(context, region, params[0] ?? "");
  const { items, ...next } = pageOf([fn.latest, ...fn.versions.values()], request.query);
  return json({
    Versions: items.map((deployed) => configurationOf(context, region, fn.name, deployed)),
    ...next,
  });
};
