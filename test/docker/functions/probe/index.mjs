// Tells what a sandbox is like from inside, or does what the event asks for.
import { execFileSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statfsSync, writeFileSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { availableParallelism } from "node:os";

const kept = [];
if (process.env.PROBE_INIT_MB !== undefined) {
  kept.push(Buffer.alloc(Number(process.env.PROBE_INIT_MB) * 1024 * 1024, 1));
}

export async function handler(event) {
  const action = actions[event.action];
  return action === undefined ? {} : action(event);
}

const actions = {
  facts: () => ({
    uid: process.getuid(),
    gid: process.getgid(),
    cores: availableParallelism(),
    variables: process.env,
    cwd: process.cwd(),
    status: readFileSync("/proc/self/status", "utf8"),
    limits: readFileSync("/proc/self/limits", "utf8"),
    hosts: readFileSync("/etc/hosts", "utf8"),
  }),
  // What a file system says to somebody who writes there.
  write: ({ path }) => attempt(() => writeFileSync(path, "x")),
  fill: ({ megabytes }) =>
    attempt(() => {
      const file = openSync("/tmp/fill", "w");
      const megabyte = Buffer.alloc(1024 * 1024, 1);
      for (let i = 0; i < megabytes; i++) {
        if (writeSync(file, megabyte) < megabyte.length) {
          throw Object.assign(new Error("short"), { code: "ENOSPC" });
        }
      }
      closeSync(file);
    }),
  sizeMb: () => {
    const { bavail, bsize } = statfsSync("/tmp");
    return { megabytes: (bavail * bsize) / 1024 / 1024 };
  },
  touch: ({ megabytes }) => {
    kept.push(Buffer.alloc(megabytes * 1024 * 1024, 1));
    return {};
  },
  leave: () => attempt(() => writeFileSync("/tmp/left", "here")),
  find: () => ({ found: existsSync("/tmp/left") }),
  exit: () => process.exit(3),
  deaf: () => {
    process.on("SIGTERM", () => {});
    return {};
  },
  run: ({ command }) => ({ text: execFileSync("/bin/sh", ["-c", command], { encoding: "utf8" }) }),
  connect: ({ host, port }) =>
    new Promise((resolve) => {
      const socket = connect(port, host);
      socket.once("connect", () => resolve({ connected: true }));
      socket.once("error", ({ code }) => resolve({ code }));
      setTimeout(() => resolve({ code: "no answer" }), 2000).unref();
    }),
};

function attempt(work) {
  try {
    work();
    return { done: true };
  } catch ({ code }) {
    return { code };
  }
}
