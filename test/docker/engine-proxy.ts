import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What becomes of a call that does not go on to the engine: an error of it, no answer at all, or a text and the end. */
type Instead =
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  | { readonly kind: "silence" }
  | { readonly kind: "ends"; readonly text: string };

/** An engine's socket, in front of which calls may be refused. Called with `POST /networks/create`, the rest of the path with it. */
export interface EngineProxy extends AsyncDisposable {
  readonly engine: { readonly DOCKER_HOST: string };
  /** What was called, in order. */
  readonly calls: readonly string[];
  /** From now on; the engine answers where this gives undefined. */
  instead(of: (call: string) => Instead | undefined): void;
}

/** By a socket of this machine, or by TCP as an engine elsewhere. */
export async function openEngineProxy(by: "socket" | "tcp" = "socket"): Promise<EngineProxy> {
  const folder = mkdtempSync(join(tmpdir(), "thaw-proxy-"));
  const calls: string[] = [];
  let insteadOf: (call: string) => Instead | undefined = () => undefined;
  const server = createServer((asked, answer) => {
    const call = `${asked.method} ${asked.url}`;
    calls.push(call);
    const instead = insteadOf(call);
    if (instead === undefined) {
      passOn(asked, answer);
    } else {
      answerInstead(instead, answer);
    }
  });
  const path = join(folder, "socket");
  server.listen(by === "socket" ? { path } : { port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    engine: { DOCKER_HOST: by === "socket" ? `unix://${path}` : `tcp://127.0.0.1:${port}` },
    calls,
    instead: (of) => {
      insteadOf = of;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

function answerInstead(instead: Instead, answer: ServerResponse): void {
  switch (instead.kind) {
    case "refused":
      answer.writeHead(instead.status, { "content-type": "application/json" });
      answer.end(JSON.stringify({ message: instead.message }));
      return;
    case "silence":
      return;
    case "ends":
      answer.writeHead(200, { "content-type": "application/json" });
      answer.end(instead.text);
      return;
    default:
      instead satisfies never;
  }
}

function passOn(asked: IncomingMessage, answer: ServerResponse): void {
  const { method, url: path, headers } = asked;
  const onward = request({ socketPath: "/var/run/docker.sock", method, path, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answer.flushHeaders();
    answered.pipe(answer);
    answered.once("error", () => answer.destroy());
  });
  onward.once("error", () => answer.destroy());
  answer.once("close", () => onward.destroy());
  asked.pipe(onward);
}
