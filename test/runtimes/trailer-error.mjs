// Streams half a response and ends it with error trailers.
import { request } from "node:http";
import { next } from "./api.mjs";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
for (;;) {
  const { id } = await next();
  await new Promise((resolve) => {
    const sent = request(
      {
        host,
        port,
        method: "POST",
        path: `/2018-06-01/runtime/invocation/${id}/response`,
        headers: {
          "Lambda-Runtime-Function-Response-Mode": "streaming",
          "Transfer-Encoding": "chunked",
          Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
        },
      },
      (answer) => answer.resume().on("end", resolve),
    );
    sent.write("half of it");
    const document = JSON.stringify({ errorMessage: "the source ran dry", errorType: "StreamError" });
    sent.addTrailers({
      "Lambda-Runtime-Function-Error-Type": "Runtime.StreamError",
      "Lambda-Runtime-Function-Error-Body": Buffer.from(document).toString("base64"),
    });
    sent.end();
  });
}
