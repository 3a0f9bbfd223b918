import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxInitFolder } from "../../runtimes/sandbox-init.ts";
import type { Engine } from "./engine.ts";

const profile = join(sandboxInitFolder, "seccomp.json");

/**
 * What a sandbox's processes may not do, as `HostConfig.SecurityOpt`. The list of forbidden system calls is ours: engines' default
 * lists name the allowed ones, and setting up several hundred rules is a quarter of a container's start.
 */
export function securityOptions({ facts }: Pick<Engine, "facts">): readonly string[] {
  // Docker is sent the list itself, Podman the place where it finds it.
  const seccomp =
    facts.name === "Podman" ? profile : JSON.stringify(JSON.parse(readFileSync(profile, "utf8")));
  // SELinux lets no container read this machine's files that have no label of its own, and labelling the user's own would change them.
  return ["no-new-privileges", "label=disable", `seccomp=${seccomp}`];
}
