import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy from "@middy/core";
import { HttpError } from "./http-error.mjs";
import { findRoute } from "./routes.mjs";

const logger = new Logger();

export const handler = middy().use(injectLambdaContext(logger)).use({ onError: answerError }).handler(answer);

async function answer(event) {
  const { route, parameters } = findRoute(event.httpMethod, event.path);
  const body = route.answer({ ...event.queryStringParameters, ...parameters });
  logger.info("answered", { route: route.name, parameters });
  return json(200, body);
}

/** What a client did wrong is told to it; anything else is a fault of ours and ends the invocation as one. */
function answerError(request) {
  if (request.error instanceof HttpError) {
    const { statusCode, message, details } = request.error;
    logger.warn("refused", { statusCode, reason: message, details });
    request.response = json(statusCode, { message, details });
  } else {
    logger.error("failed", request.error);
  }
}

function json(statusCode, body) {
  return { statusCode, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
