import { spawn } from "node:child_process";
import { Agent } from "node:http";
import { AgentSocket } from "./agent-socket.ts";

/** Where the ssh command is found, and the agent that holds the user's keys. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Connections to the engine of another machine as the docker command makes them: the ssh command, with the user's own
 * settings and keys, runs `docker system dial-stdio` there. Source: docker/cli, cli/connhelper.
 */
export function sshAgent(destination: readonly string[], environment: Environment): Agent {
  const agent = new Agent({ keepAlive: true });
  return Object.assign(agent, {
    createConnection: () => new CommandConnection(destination, environment),
  });
}

/** The code of an error whose message is what the ssh command said. */
export const sshFailed = "ESSH";

/** Longer than a host that can be reached takes to answer. */
const connectLimit = ["-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T"];

/** The standard streams of an ssh command as what node:http takes for a socket. */
class CommandConnection extends AgentSocket {
  readonly #child;

  constructor(destination: readonly string[], environment: Environment) {
    super();
    const args = [...connectLimit, ...destination, "docker", "system", "dial-stdio"];
    this.#child = spawn("ssh", args, { stdio: "pipe", env: { ...environment, DOCKER_HOST: undefined } });
    const { stdin, stdout, stderr } = this.#child;
    let words = "";
    stderr.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-2000);
    });
    stdout.on("data", (chunk: Buffer) => {
      if (!this.push(chunk)) {
        stdout.pause();
      }
    });
    stdin.on("error", () => {});
    this.#child.once("error", (error) => {
      this.destroy(
        Object.assign(new Error(`no ssh command can be run: ${error.message}`), { code: sshFailed }),
      );
    });
    this.#child.once("close", (code) => {
      if (code === 0 || this.destroyed) {
        this.push(null);
      } else {
        const message = words.trim() || `ssh ended with ${code}`;
        this.destroy(Object.assign(new Error(message), { code: sshFailed }));
      }
    });
  }

  override ref(): this {
    this.#child.ref();
    return this;
  }

  /** One that is kept for the next request holds no process open. */
  override unref(): this {
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      if ("unref" in stream && typeof stream.unref === "function") {
        stream.unref();
      }
    }
    return this;
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // What went wrong there is told when the command has ended, in its own words.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }
}
