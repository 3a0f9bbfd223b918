// The function of docs/conformance.md for Node.js: `handler` buffers its answers, `streaming` streams them.
if (process.env.CONFORMANCE_FAIL_AT_LOAD) {
  throw new Error("asked to fail at load");
}

const actions = {
  echo: ({ payload = null }) => payload,
  throw: ({ type, message }) => {
    throw Object.assign(new Error(message), { name: type });
  },
  sleep: async ({ ms }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return null;
  },
  context: (_event, context) => ({
    requestId: context.awsRequestId,
    // The client tells the time that is left, not the deadline.
    deadlineMs: Date.now() + context.getRemainingTimeInMillis(),
    invokedFunctionArn: context.invokedFunctionArn,
    traceId: process.env._X_AMZN_TRACE_ID,
  }),
  env: () => ({ ...process.env }),
  large: ({ bytes }) => "x".repeat(bytes),
  exit: ({ code = 0 }) => process.exit(code),
};

export async function handler(event, context) {
  const action = actionOf(event);
  return action === undefined ? event : action(event, context);
}

/** The same answers, streamed in two halves; `stream` answers its payload so. */
export const streaming = globalThis.awslambda?.streamifyResponse(async (event, stream, context) => {
  const answer = event?.action === "stream" ? (event.payload ?? null) : await handler(event, context);
  const bytes = Buffer.from(JSON.stringify(answer));
  const half = Math.ceil(bytes.length / 2);
  stream.setContentType("application/json");
  stream.write(bytes.subarray(0, half));
  // A pause, so that the halves leave apart.
  await new Promise((resolve) => setTimeout(resolve, 100));
  stream.end(bytes.subarray(half));
});

function actionOf(event) {
  const name = event?.action;
  return typeof name === "string" && Object.hasOwn(actions, name) ? actions[name] : undefined;
}
