import { spawn } from "node:child_process";

const start = (options) => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    stdio: "inherit",
    ...options,
  });
  child.unref();
  return child.pid;
};
// A child in the group, one in a session of its own, and one that hides its environment too.
export const handler = async () => [start({}), start({ detached: true })];
export const dying = async () => {
  const pid = start({});
  console.log(`child ${pid}`);
  process.exit(0);
};
