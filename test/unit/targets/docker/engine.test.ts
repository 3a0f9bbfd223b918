import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { hostname, release, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connectEngine } from "../../../../src/targets/docker/engine.ts";

describe("an engine behind a socket", () => {
  it.skipIf(process.platform !== "linux")("is this machine's where kernel and name are", async () => {
    const [own, twin] = [
      { KernelVersion: release(), Name: hostname() },
      { KernelVersion: release(), Name: "twin" },
    ];
    expect(await isLocal(own)).toBe(true);
    // Its socket was passed on.
    expect(await isLocal(twin)).toBe(false);
    expect(await isLocal({ ...own, KernelVersion: "1.0" })).toBe(false);
  });
});

/** Of an engine that says this of itself. */
async function isLocal(info: Readonly<Record<string, string>>): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "thaw-test-"));
  const socket = join(folder, "engine.sock");
  const server = createServer(({ url }, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(url?.endsWith("/version") === true ? { Version: "28.0.0" } : info));
  }).listen(socket);
  await once(server, "listening");
  try {
    return (await connectEngine({ DOCKER_HOST: `unix://${socket}` })).facts.local;
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  }
}
