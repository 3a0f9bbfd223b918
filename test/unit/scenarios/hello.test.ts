import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { root } from "./call-handler.ts";

test("the custom runtime answers an event under its request id and asks for the next", async () => {
  expect(await conversation('{"whom":"world"}')).toEqual([
    "GET /2018-06-01/runtime/invocation/next ",
    'POST /2018-06-01/runtime/invocation/id-1/response {"greeting":"Hello, world"}',
    "GET /2018-06-01/runtime/invocation/next ",
  ]);
});

test("the custom runtime reports an event that it cannot read as an error", async () => {
  const [, posted] = await conversation("not JSON");
  expect(posted).toMatch(/^POST \/2018-06-01\/runtime\/invocation\/id-1\/error \{"errorType":"SyntaxError"/);
});

/** What the runtime asks of a Runtime API that has one event, up to its second request for one. */
async function conversation(event: string): Promise<string[]> {
  const requests: string[] = [];
  const over = new EventEmitter();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = await request.toArray();
    requests.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
    if (requests.length === 3) {
      over.emit("over");
      return;
    }
    response.writeHead(request.method === "GET" ? 200 : 202, { "Lambda-Runtime-Aws-Request-Id": "id-1" });
    response.end(request.method === "GET" ? event : '{"status":"OK"}\n');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const runtime = execa(process.execPath, ["bootstrap.mjs"], {
    cwd: join(root, "scenarios/functions/hello-provided"),
    env: { AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
    reject: false,
  });
  await Promise.race([once(over, "over"), runtime]);
  runtime.kill("SIGKILL");
  await runtime;
  server.closeAllConnections();
  server.close();
  return requests;
}
