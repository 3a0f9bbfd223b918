import { spawn } from "node:child_process";
import { accessSync, closeSync, constants, openSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The first of the programs that is not on PATH. */
export function missingTool(names = []) {
  return names.find((name) => !folders().some((folder) => isExecutable(join(folder, name))));
}

/** Runs commands whose output goes to a log file, begun anew. */
export function openRunner(log) {
  let flags = "w";
  /** @throws Error naming the command, with the end of what it printed. */
  return async (command, args, { cwd, env = {} } = {}) => {
    const output = openSync(log, flags);
    flags = "a";
    try {
      const stdio = ["ignore", output, output];
      await ended(spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio }), command, log);
    } finally {
      closeSync(output);
    }
  };
}

async function ended(child, command, log) {
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  if (code !== 0) {
    throw new Error(`${command} ended with ${code ?? signal}, its last words: ${lastWords(log)}`);
  }
}

function lastWords(log) {
  return readFileSync(log, "utf8").trim().split("\n").slice(-3).join(" | ").slice(-500);
}

function folders() {
  return (process.env.PATH ?? "").split(delimiter);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
