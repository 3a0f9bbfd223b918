// One invocation as moto wants it of an image: handler and event are arguments, the log goes to stderr, and the answer is the
// last line on stdout. Each is an environment of its own, and none tells of its init.
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

const [handler = "", text = ""] = process.argv.slice(2);

if (handler === "sleep") {
  await setTimeout(1000 * Number(text)); // moto copies files into a container that sleeps
} else {
  process.exitCode = await invoke();
}

async function invoke() {
  const requestId = randomUUID();
  const began = performance.now();
  console.error(`START RequestId: ${requestId} Version: ${process.env.AWS_LAMBDA_FUNCTION_VERSION}`);
  const { answer, failed } = await answerOf(requestId);
  const took = (performance.now() - began).toFixed(2);
  const size = process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;
  console.error(`END RequestId: ${requestId}`);
  console.error(
    `REPORT RequestId: ${requestId}\tDuration: ${took} ms\tBilled Duration: ${Math.ceil(Number(took))} ms\tMemory Size: ${size} MB\tMax Memory Used: 64 MB\t`,
  );
  console.log(JSON.stringify(answer));
  return failed ? 1 : 0;
}

async function answerOf(awsRequestId) {
  try {
    const [module, name] = handler.split(".");
    const loaded = await import(`/var/task/${module}.mjs`);
    return { answer: (await loaded[name](event(), { awsRequestId })) ?? null, failed: false };
  } catch (error) {
    return { answer: { errorType: error.name, errorMessage: error.message }, failed: true };
  }
}

/** moto packs the event's text as JSON once more. */
function event() {
  const once = JSON.parse(text);
  return typeof once === "string" ? JSON.parse(once) : once;
}
