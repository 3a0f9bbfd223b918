import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { removeTree } from "../../src/packages/read-only.ts";
import { unmountBelow } from "../../src/targets/local/mounts.ts";
import { partPath } from "../real/parts.ts";

/** Why tests with an engine of their own are skipped: starting one takes root, and `dockerd`. */
export const withoutOwnEngine: string | undefined =
  process.getuid?.() !== 0
    ? "only root may start an engine"
    : spawnSync("dockerd", ["--version"]).status === 0 || process.env.THAW_REQUIRE_ALL
      ? undefined
      : "there is no dockerd here";

/** A container engine that belongs to one test: it may be killed, and nobody else's containers are touched. */
export interface OwnEngine extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** What the engine's command prints, line by line. */
  docker(...args: readonly string[]): readonly string[];
  /** Starts it, again after its end; resolves when it answers. */
  start(): Promise<void>;
  /** SIGKILL: containers go on, with nobody to look after them. */
  kill(): Promise<void>;
  /** SIGTERM, as a service manager does: containers are ended with it. */
  stop(): Promise<void>;
  /** It takes calls and answers none. */
  hang(): void;
  goOn(): void;
  /** An image of this name with Lambda's folders and nothing in them. */
  importImage(name: string): void;
  /** Containers and networks of thaw. */
  left(): readonly string[];
}

/** How an engine of a test's own is to be. */
export interface OwnEngineOptions {
  /** Where it keeps its data; by default in its own folder. */
  readonly dataRoot?: string;
  /** Addresses that it may give to networks. */
  readonly addressPool?: string;
}

/** The image that it has: nothing but folders, for a runtime that brings its own program. */
export const emptyImage = "public.ecr.aws/lambda/provided:al2023";

/** A scenario of a compiled function of the conformance convention; it needs nothing of its image. */
export function ownScenario(event: unknown, samples: string, function_ = ""): string {
  return `
function: { code: ${partPath("function-go")}${function_} }
runtimes: { provided.al2023: {} }
matrix: { memory: [128] }
event: ${JSON.stringify(event)}
samples: ${samples}
`;
}

/** Starts an engine with one image, in less than a second. */
export async function openOwnEngine(options: OwnEngineOptions = {}): Promise<OwnEngine> {
  const folder = mkdtempSync(join(tmpdir(), "thaw-engine-"));
  const engine = new Dockerd(folder, options);
  await engine.start();
  engine.importImage(emptyImage);
  return engine;
}

let engines = 0;

class Dockerd implements OwnEngine {
  /** Names of interfaces are short. */
  readonly #bridge = `thaw${process.pid % 1_000_000}x${engines++}`;
  readonly host: string;
  readonly #folder: string;
  readonly #args: readonly string[];
  #process: ChildProcess | undefined;

  constructor(folder: string, { dataRoot, addressPool }: OwnEngineOptions) {
    this.#folder = folder;
    this.host = `unix://${join(folder, "socket")}`;
    const paths = { "data-root": dataRoot ?? join(folder, "data"), "exec-root": join(folder, "exec") };
    this.#args = [
      `--host=${this.host}`,
      ...Object.entries(paths).map(([name, path]) => `--${name}=${path}`),
      `--pidfile=${join(folder, "pid")}`,
      // Not `none`: with that it would remove the bridge of the engine that this machine has.
      `--bridge=${this.#bridge}`,
      "--iptables=false",
      "--ip-masq=false",
      "--ip-forward=false",
      // Not for every one: an engine with pools of its own that starts again after a kill removes the machine's docker0.
      ...(addressPool === undefined ? [] : [`--default-address-pool=${addressPool}`]),
    ];
  }

  docker(...args: readonly string[]): readonly string[] {
    const text = execFileSync("docker", ["--host", this.host, ...args], { encoding: "utf8", stdio: "pipe" });
    return text.split("\n").filter((line) => line !== "");
  }

  importImage(name: string): void {
    const tree = join(this.#folder, "image");
    for (const path of ["var/task", "opt", "tmp", "proc", "sys", "dev", "etc", ".thaw"]) {
      mkdirSync(join(tree, path), { recursive: true });
    }
    const archive = join(this.#folder, "image.tar");
    execFileSync("tar", ["--create", "--file", archive, "--directory", tree, "."]);
    this.docker("import", archive, name);
  }

  async start(): Promise<void> {
    this.#makeBridge();
    const log = openSync(join(this.#folder, "log"), "a");
    this.#process = spawn("dockerd", this.#args, { stdio: ["ignore", log, log] });
    for (let tries = 0; tries < 300; tries++) {
      if (spawnSync("docker", ["--host", this.host, "version"], { stdio: "ignore" }).status === 0) {
        return;
      }
      await wait(50);
    }
    throw new Error(
      `dockerd does not answer:\n${readFileSync(join(this.#folder, "log"), "utf8").slice(-2000)}`,
    );
  }

  async kill(): Promise<void> {
    await this.#end("SIGKILL");
    this.#endContainerd();
  }

  stop(): Promise<void> {
    return this.#end("SIGTERM");
  }

  hang(): void {
    this.#process?.kill("SIGSTOP");
  }

  goOn(): void {
    this.#process?.kill("SIGCONT");
  }

  left(): readonly string[] {
    const labelled = ["--filter", "label=thaw.run", "--format", "{{.ID}}"];
    return [...this.docker("ps", "--all", ...labelled), ...this.docker("network", "ls", ...labelled)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.goOn();
    if (this.#process?.exitCode !== null || this.#process.signalCode !== null) {
      await this.start();
    }
    // Their bridges would outlive the engine.
    const containers = this.docker("ps", "--all", "--quiet");
    if (containers.length > 0) {
      this.docker("rm", "--force", ...containers);
    }
    this.docker("network", "prune", "--force");
    await this.stop();
    this.#endContainerd();
    spawnSync("ip", ["link", "delete", this.#bridge]);
    unmountBelow(this.#folder);
    await removeTree(this.#folder);
  }

  #makeBridge(): void {
    spawnSync("ip", ["link", "add", this.#bridge, "type", "bridge"]);
    spawnSync("ip", ["address", "add", `10.212.${process.pid % 250}.1/24`, "dev", this.#bridge]);
    execFileSync("ip", ["link", "set", this.#bridge, "up"]);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const process = this.#process;
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill(signal);
    await ended;
  }

  /** It may outlive an engine that was killed, or be taken for alive by the next while nobody has collected it. */
  #endContainerd(): void {
    const pidFile = join(this.#folder, "exec", "containerd", "containerd.pid");
    if (existsSync(pidFile)) {
      spawnSync("kill", ["-KILL", readFileSync(pidFile, "utf8")]);
      rmSync(pidFile);
    }
  }
}
