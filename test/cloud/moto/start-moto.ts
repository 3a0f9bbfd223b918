import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { partPath, skipReason } from "../../real/parts.ts";

/** Why tests with moto are skipped: undefined when they are not. */
export const withoutMoto: string | undefined = skipReason(["moto"]);

/** A control plane of AWS that others wrote. */
export interface Moto extends AsyncDisposable {
  readonly endpoint: string;
}

/**
 * Starts moto on a free port; `environment` is added to what it sees. It keeps everything in memory.
 * @throws Error with its last words when it does not start
 */
export async function startMoto(environment: Readonly<Record<string, string>> = {}): Promise<Moto> {
  const server = spawn("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...environment, PYTHONPATH: partPath("moto") },
  });
  return {
    endpoint: await endpointOf(server),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill();
      await ended;
    },
  };
}

/** It names the port that it was given; what it says of requests later is read and dropped. */
async function endpointOf(server: ChildProcess & { stderr: NodeJS.ReadableStream }): Promise<string> {
  const lines = createInterface({ input: server.stderr });
  const said: string[] = [];
  return await new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (endpoint !== undefined) {
        resolve(endpoint);
      }
      said.push(line);
      said.splice(0, said.length - 5);
    });
    lines.on("close", () => reject(new Error(`moto ended: ${said.join(" | ")}`)));
  });
}
