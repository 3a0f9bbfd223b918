import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An engine's socket at another path, with a word to say on containers that are to be made. */
export interface EngineGate extends AsyncDisposable {
  readonly engine: { readonly DOCKER_HOST: string };
  /** From now on none is made; the engine is not even asked. */
  refuse(): void;
  /** From now on requests for them wait; resolves when the first does. */
  hold(): Promise<void>;
  /** What waits goes on, and what comes is let through. */
  open(): void;
}

const refusal = '{"message":"no more containers"}';
const refused = [
  "HTTP/1.1 500 Internal Server Error",
  "Content-Type: application/json",
  `Content-Length: ${refusal.length}`,
  "Connection: close",
  "",
  refusal,
].join("\r\n");

export async function openEngineGate(path = "/var/run/docker.sock"): Promise<EngineGate> {
  const folder = mkdtempSync(join(tmpdir(), "thaw-gate-"));
  const sockets = new Set<Socket>();
  let refuses = false;
  let opened: Promise<void> | undefined;
  let open = () => {};
  let seen = () => {};
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ path, allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    let passed = Promise.resolve();
    near.on("data", (chunk: Buffer) => {
      const creates = chunk.subarray(0, 64).toString("latin1").startsWith("POST /containers/create");
      if (creates && refuses) {
        near.end(refused);
        return;
      }
      if (creates && opened !== undefined) {
        seen();
        passed = opened;
      }
      void passed.then(() => far.write(chunk));
    });
    near.on("end", () => void passed.then(() => far.end()));
    far.pipe(near);
  });
  server.listen(join(folder, "socket"));
  await once(server, "listening");
  return {
    engine: { DOCKER_HOST: `unix://${join(folder, "socket")}` },
    refuse: () => {
      refuses = true;
    },
    hold: () => {
      opened = new Promise((resolve) => {
        open = resolve;
      });
      return new Promise((resolve) => {
        seen = resolve;
      });
    },
    open: () => {
      refuses = false;
      opened = undefined;
      open();
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      rmSync(folder, { recursive: true });
    },
  };
}
