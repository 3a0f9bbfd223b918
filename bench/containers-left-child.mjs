// Cold starts on the docker target. Prints what there was of this process's before, after and at the end.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ownName } from "../dist/targets/local/owner.js";
import { dockerTarget } from "./docker-target.mjs";

const count = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "thaw-bench-"));
const temporaryFolder = mkdtempSync(join(folder, "tmp-"));
const target = dockerTarget(folder, temporaryFolder);
try {
  const prepared = await target.prepare(variant(), undefined, new AbortController().signal);
  await start(prepared, 40);
  const before = await held();
  await start(prepared, count);
  const after = await held();
  await target.dispose();
  process.stdout.write(JSON.stringify({ before, after, end: await held() }));
} finally {
  await target.dispose();
  rmSync(folder, { recursive: true, force: true });
}

async function start(prepared, environments) {
  for (let number = 0; number < environments; number++) {
    const environment = await prepared.start();
    const { observation } = await environment.invoke(Buffer.from("{}"));
    await environment.stop();
    if (observation.status !== "ok") {
      throw new Error(JSON.stringify(observation));
    }
  }
}

async function held() {
  await sleep(500);
  global.gc();
  await sleep(100);
  global.gc();
  const kinds = ["TCPServerWrap", "TCPSocketWrap", "PipeWrap", "Timeout"];
  return {
    containers: onEngine("ps", "--all"),
    networks: onEngine("network", "ls"),
    mounts: lines(readFileSync("/proc/self/mounts", "utf8")).length,
    loops: lines(readdirSync("/sys/block").map(backingFile).join("\n")).length,
    files: readdirSync(temporaryFolder, { recursive: true }).length,
    descriptors: readdirSync("/proc/self/fd").length,
    handles: process.getActiveResourcesInfo().filter((kind) => kinds.includes(kind)).length,
    heapMb: process.memoryUsage().heapUsed / 1024 / 1024,
  };
}

/** Of a loop device that is in use. */
function backingFile(device) {
  const path = `/sys/block/${device}/loop/backing_file`;
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "";
}

/** Of this process: other runs may be at work on the same engine. */
function onEngine(...command) {
  const filter = ["--filter", `label=thaw.owner=${ownName()}`, "--quiet"];
  return lines(execFileSync("docker", [...command, ...filter], { encoding: "utf8" })).length;
}

function lines(text) {
  return text.split("\n").filter((line) => line.includes(folder) || /^[0-9a-f]{12}$/.test(line));
}

function variant() {
  return {
    id: "bench/containers",
    scenario: "bench",
    file: "/bench.yaml",
    tags: [],
    label: "nodejs22.x",
    runtime: "nodejs22.x",
    code: fileURLToPath(new URL("../scenarios/functions/hello-node", import.meta.url)),
    handler: "index.handler",
    memoryMb: 512,
    architecture: process.arch === "arm64" ? "arm64" : "x86_64",
    package: "zip",
    layers: { name: "none", sources: [] },
    snapStart: false,
    timeoutSeconds: 30,
    ephemeralStorageMb: 512,
    event: { name: "inline", json: "{}" },
    environment: {},
    axes: {},
    samples: { cold: 1, warm: 0, settle: 0, warmupBlocks: 0 },
  };
}
