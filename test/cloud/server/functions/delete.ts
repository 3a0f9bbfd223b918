import { invalid } from "../aws-error.ts";
import type { Handler } from "../handler.ts";
import { noContent } from "../reply.ts";
import { findFunction } from "./find.ts";

/** DELETE /2015-03-31/functions/{name}: all of a function, or one version. */
export const deleteFunction: Handler = ({ context, region, request, params }) => {
  const { fn, qualifier } = findFunction(context, region, params[0] ?? "", request.query.get("Qualifier"));
  if (qualifier === "$LATEST") {
    throw invalid("$LATEST version cannot be deleted without deleting the function.");
  }
  if (qualifier === undefined) {
    region.functions.delete(fn.name);
  } else {
    fn.versions.delete(qualifier);
  }
  return noContent;
};
