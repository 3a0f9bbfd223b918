import { execa } from "execa";

/** Vitest's global set-up: the command is tested as a user starts it, so it is compiled first. */
export default async function buildDist(): Promise<void> {
  await execa("npm", ["run", "build"], { cwd: new URL("..", import.meta.url) });
}
