import { spawn } from "node:child_process";
import { failure } from "./failure.mjs";

/** The label by which the command knows what an image was built of. */
export const inputsLabel = "thaw.inputs";

/** Whether an engine is there. */
export async function answers() {
  return (await ended("docker", ["info"])).code === 0;
}

/** Labels of an image; undefined where there is no such image. */
export async function labelsOf(image) {
  const { code, output } = await ended("docker", [
    ...["image", "inspect", "--format", "{{json .Config.Labels}}", image],
  ]);
  return code === 0 ? (JSON.parse(output) ?? {}) : undefined;
}

/** `sha256:…` of an image; undefined where there is no such image. */
export async function idOf(image) {
  const { code, output } = await ended("docker", ["image", "inspect", "--format", "{{.Id}}", image]);
  return code === 0 ? output.trim() : undefined;
}

/** @throws Error with the last that the command printed. */
export async function run(command, args) {
  const { code, output } = await ended(command, args);
  if (code !== 0) {
    const words = output.trim().split("\n").slice(-5).join("\n  ");
    throw failure(1, `${command} ${args[0]} failed:\n  ${words}`);
  }
}

function ended(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => chunks.push(chunk));
    }
    // A program that is not there.
    child.once("error", (error) => resolve({ code: 127, output: error.message }));
    child.once("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
