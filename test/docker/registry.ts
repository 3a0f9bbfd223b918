import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeTree } from "../../src/packages/read-only.ts";

/** Why tests with a registry are skipped: undefined when they are not. */
export const withoutRegistry: string | undefined =
  process.env.THAW_REQUIRE_ALL || spawnSync("docker-registry", ["--version"]).error === undefined
    ? undefined
    : "docker-registry is not installed here";

/** A registry of this machine. */
export interface Registry extends AsyncDisposable {
  /** `localhost:port`. */
  readonly address: string;
}

/** Starts one on a free port. */
export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), "thaw-test-"));
  const port = await freePort();
  const config = join(folder, "config.yml");
  await writeFile(
    config,
    `version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: ${join(folder, "data")} } }
http: { addr: "127.0.0.1:${port}" }
`,
  );
  const server = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  await untilAnswering(`http://127.0.0.1:${port}/v2/`);
  return {
    address: `localhost:${port}`,
    [Symbol.asyncDispose]: async () => {
      await ended(server);
      await removeTree(folder);
    },
  };
}

async function ended(server: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => server.once("exit", resolve));
  server.kill();
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address === null || typeof address === "string" ? 0 : address.port;
}

async function untilAnswering(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`expected a registry at ${url} within ten seconds, got none`);
}
