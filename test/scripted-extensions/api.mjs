// What the extensions of this folder share: plain HTTP to the Extensions API.
import { existsSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { basename, join } from "node:path";

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? "").split(":");

/** The name under which an external extension must register: that of its file. */
export const name = basename(process.argv[1] ?? "");

/** Sends one request below /2020-01-01/extension and gives back status, headers and body. */
export function call(method, path, headers, body) {
  return send(method, `/2020-01-01/extension${path}`, headers, body);
}

/** Registers and gives back the identifier. */
export async function register(events = ["INVOKE", "SHUTDOWN"]) {
  const answer = await call(
    "POST",
    "/register",
    { "lambda-extension-name": name },
    JSON.stringify({ events }),
  );
  return answer.headers["lambda-extension-identifier"];
}

/** Asks for the next event. */
export async function next(id) {
  return JSON.parse((await call("GET", "/event/next", { "lambda-extension-identifier": id })).body);
}

/** Reports an error: `init` or `exit`. */
export function report(id, when, type) {
  return call("POST", `/${when}/error`, {
    "lambda-extension-identifier": id,
    "lambda-extension-function-error-type": type,
  });
}

/** Subscribes to the platform's events and the function's lines, delivered by HTTP to a port. */
export function subscribe(id, listener, timeoutMs) {
  const subscription = {
    schemaVersion: "2022-12-13",
    types: ["platform", "function"],
    buffering: { maxItems: 1000, maxBytes: 262144, timeoutMs },
    destination: { protocol: "HTTP", URI: `http://sandbox.localdomain:${listener}` },
  };
  const headers = { "lambda-extension-identifier": id, "content-type": "application/json" };
  return send("PUT", "/2022-07-01/telemetry", headers, JSON.stringify(subscription));
}

/** Serves events without a fault, until it is asked to end. */
export async function serve(id) {
  while ((await next(id)).eventType !== "SHUTDOWN") {}
  process.exit(0);
}

/** True for the first process of this extension in an environment, whose /tmp remembers it. */
export function firstTime() {
  const flag = join(process.env.TMPDIR ?? "", `${name}-was-here`);
  const first = !existsSync(flag);
  writeFileSync(flag, "");
  return first;
}

function send(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, method, path, headers, agent: false }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
