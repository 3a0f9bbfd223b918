// Starts the variant that it is given, whose handler starts two processes, prints the pids of all and waits to be killed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../dist/shared/clock.js";
import { createProcessTarget } from "../../dist/targets/process/process-target.js";

const [temporaryFolder, cacheFolder, variant] = process.argv.slice(2);
const target = createProcessTarget({
  temporaryFolder,
  cacheFolder,
  runtimeBinaries: {},
  hostEnvironment: process.env,
  clock: systemClock,
});
const prepared = await target.prepare(JSON.parse(variant), undefined, new AbortController().signal);
const environment = await prepared.start();
const { body } = await environment.invoke(Buffer.from("{}"));
const sessions = join(cacheFolder, "sessions");
const [, leader] = readFileSync(join(sessions, readdirSync(sessions)[0]), "utf8").split("\n");
console.log(JSON.stringify([JSON.parse(leader).leader, ...JSON.parse(Buffer.from(body).toString("utf8"))]));
setInterval(() => {}, 1000);
