import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { apigatewayHttp } from "../../src/events/apigateway-http.ts";
import { functionFolder, openBench } from "../process/fixture.ts";
import { partPath, skipReason } from "./parts.ts";

const skipped = skipReason(["lambda-web-adapter"]);

describe.skipIf(skipped !== undefined)(`the Lambda Web Adapter (${skipped ?? "built"})`, () => {
  it("answers events with what a web application says, cold and warm", async () => {
    await using bench = await openBench();
    const environment = await bench.start({
      code: functionFolder("web"),
      handler: "server.mjs",
      bootstrap: [process.execPath, "server.mjs"],
      layers: { name: "adapter", sources: [partPath("lambda-web-adapter")] },
      environment: { AWS_LWA_PORT: String(await freePort()) },
    });
    for (const served of [1, 2]) {
      const { observation, body } = await environment.invoke(
        event({ method: "POST", path: "/orders/1", body: "text" }),
      );
      expect(observation.error).toBeUndefined();
      const answer = JSON.parse(Buffer.from(body ?? []).toString("utf8"));
      expect(answer.statusCode).toBe(200);
      // The first request was the adapter's own, to see whether the application listens.
      expect(JSON.parse(answer.body)).toMatchObject({
        method: "POST",
        url: "/orders/1",
        body: "text",
        served,
      });
    }
    const { body } = await environment.invoke(event({ method: "GET", path: "/missing" }));
    expect(JSON.parse(Buffer.from(body ?? []).toString("utf8")).statusCode).toBe(404);
    await environment.stop();
  });
});

function event(parameters: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(JSON.stringify(apigatewayHttp.build(parameters)));
}

/** On a plain host all environments share their ports. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
