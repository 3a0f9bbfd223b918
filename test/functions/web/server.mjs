// A web application that knows nothing of Lambda.
import { createServer } from "node:http";

let served = 0;
createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    response.writeHead(request.url.startsWith("/missing") ? 404 : 200, {
      "content-type": "application/json",
    });
    const body = Buffer.concat(chunks).toString();
    response.end(JSON.stringify({ method: request.method, url: request.url, body, served: served++ }));
  });
}).listen(Number(process.env.AWS_LWA_PORT), "127.0.0.1");
