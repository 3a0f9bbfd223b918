import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** An engine's socket, reached by TCP as one on another machine is. */
export interface TcpProxy extends AsyncDisposable {
  readonly engine: { readonly DOCKER_HOST: string };
}

export async function openTcpProxy(path = "/var/run/docker.sock"): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ path, allowHalfOpen: true });
    near.pipe(far).pipe(near);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    engine: { DOCKER_HOST: `tcp://127.0.0.1:${port}` },
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}
