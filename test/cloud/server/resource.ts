import type { Request } from "./request.ts";
import type { Route } from "./routes.ts";

/** What a call is about: from its path, or from the field of its body that names something. */
export function resourceOf({ body, headers }: Request, { params, action }: Route): string {
  if (params.length > 0) {
    return params.join(":");
  }
  if (body.length === 0 || String(headers["content-type"]).includes("form")) {
    return "";
  }
  const field = action === "lambda:CreateFunction" ? "FunctionName" : "(?:logGroup|repository)Name";
  return new RegExp(`"${field}"\\s*:\\s*"([^"]*)"`).exec(body.toString())?.[1] ?? "";
}
