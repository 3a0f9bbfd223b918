// A client of the Runtime API over one kept connection.
import { Agent, request } from "node:http";

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? "").split(":");
const kept = new Agent({ keepAlive: true, maxSockets: 1 });

/** Sends a request below /2018-06-01; `body` is bytes, a text, or a function that writes to the request. */
export function call(method, path, { body, headers = {}, agent = kept, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const options = { host, port, method, path: `/2018-06-01${path}`, agent, headers };
    const sent = request(options, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode, headers: answer.headers, rawHeaders: answer.rawHeaders, parts }),
      );
    });
    sent.on("error", reject);
    if (timeoutMs !== undefined) {
      sent.setTimeout(timeoutMs, () => sent.destroy(new Error("timed out")));
    }
    if (typeof body === "function") {
      body(sent);
    } else {
      sent.end(body);
    }
  });
}
