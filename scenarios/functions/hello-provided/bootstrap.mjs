// A custom runtime of the smallest kind: ask for an event, answer it, ask again.
// It does what a managed runtime's client does and nothing more: no handler to look up, no context, no log format.
import { Agent, request } from "node:http";

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function greet(event) {
  return { greeting: `Hello, ${event.whom}` };
}

for (;;) {
  const next = await call("GET", "next");
  const id = next.headers["lambda-runtime-aws-request-id"];
  try {
    await call("POST", `${id}/response`, greet(JSON.parse(next.body)));
  } catch (error) {
    await call("POST", `${id}/error`, { errorType: error.name, errorMessage: error.message });
  }
}

function call(method, path, document) {
  const body = document === undefined ? "" : JSON.stringify(document);
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const url = `/2018-06-01/runtime/invocation/${path}`;
    request({ hostname, port, path: url, method, headers, agent }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
      response.on("end", () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    })
      .on("error", reject)
      .end(body);
  });
}
