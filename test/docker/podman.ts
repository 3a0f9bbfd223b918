import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutEngine } from "./engine.ts";

const image = "public.ecr.aws/lambda/nodejs:22";

/** Why tests with Podman are skipped: undefined when they are not, or when nothing may be skipped. */
export const withoutPodman: string | undefined =
  process.env.THAW_REQUIRE_ALL !== undefined ? undefined : (withoutEngine ?? reason());

/** A Podman service with storage, networks and a socket of its own, which has the image of Node.js 22. */
export interface PodmanService extends AsyncDisposable {
  /** For the environment of what is to use it. */
  readonly engine: { readonly DOCKER_HOST: string };
  /** Containers, networks and volumes that thaw made and did not remove. */
  left(): readonly string[];
}

export async function startPodman(): Promise<PodmanService> {
  const folder = mkdtempSync(join(tmpdir(), "thaw-podman-"));
  const socket = join(folder, "podman.sock");
  const storage = ["--root", join(folder, "root"), "--runroot", join(folder, "run")];
  const own = [...storage, "--tmpdir", join(folder, "tmp"), "--network-config-dir", join(folder, "networks")];
  // The runtime that Docker has brought: Debian's crun knows nothing of control groups of both versions side by side.
  const options = [...own, "--cgroup-manager", "cgroupfs", "--runtime", "runc"];
  const podman = (...args: readonly string[]) =>
    execFileSync("podman", [...options, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  execFileSync("sh", ["-c", 'docker save "$0" | podman "$@" load', image, ...options], { stdio: "pipe" });
  const service = spawn("podman", [...options, "system", "service", "--time", "0", `unix://${socket}`], {
    // Its monitor leaves a file called oom where it was started.
    cwd: folder,
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => service.once("close", resolve));
  await until(() => existsSync(socket));
  return {
    engine: { DOCKER_HOST: `unix://${socket}` },
    left: () =>
      [
        podman("ps", "--all", "--quiet", "--filter", "label=thaw.run"),
        podman("network", "ls", "--quiet", "--filter", "label=thaw.run"),
        podman("volume", "ls", "--quiet", "--filter", "label=thaw.run"),
      ].flatMap((text) => text.split("\n").filter((line) => line !== "")),
    [Symbol.asyncDispose]: async () => {
      service.kill();
      await ended;
      podman("rm", "--all", "--force");
      podman("network", "prune", "--force");
      spawnSync("umount", ["--lazy", join(folder, "root/overlay")]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (isSo()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("expected a socket within 30 s, got none");
}

function reason(): string | undefined {
  return process.getuid?.() !== 0 || spawnSync("podman", ["--version"]).status !== 0
    ? "no Podman here, or not root"
    : undefined;
}
