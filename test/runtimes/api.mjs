// What the runtimes of this folder share: plain HTTP to the Runtime API, over one kept connection.
import { Agent, request } from "node:http";

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? "").split(":");
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Sends one request below /2018-06-01 and gives back status, headers and body. */
export function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, method, path: `/2018-06-01${path}`, agent, headers }, (answer) => {
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

/** Asks for the next event. */
export async function next() {
  const answer = await call("GET", "/runtime/invocation/next");
  return { ...answer, id: answer.headers["lambda-runtime-aws-request-id"], event: answer.body };
}

/** Posts a response. */
export function respond(id, body, headers) {
  return call("POST", `/runtime/invocation/${id}/response`, body, headers);
}

/** Posts an error. */
export function fail(id, document, headers) {
  return call("POST", `/runtime/invocation/${id}/error`, JSON.stringify(document), headers);
}
