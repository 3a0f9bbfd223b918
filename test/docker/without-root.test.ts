import { spawnSync } from "node:child_process";
import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noted } from "../cli/thaw.ts";
import { leftOnEngine, withoutEngine } from "./engine.ts";
import { functionCode } from "./fixture.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const why = withoutEngine ?? obstacle();

/** As a member of the engine's group, as most people at their own machine are. */
describe.skipIf(why !== undefined)(`without root, thaw${why === undefined ? "" : ` (${why})`}`, () => {
  let place: string;
  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), "thaw-test-"));
    mkdirSync(join(place, "tmp"));
    const { uid } = somebody();
    for (const folder of [place, join(place, "tmp")]) {
      chownSync(folder, uid, somebody().gid);
    }
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it("gives the CPU share by the engine, watches /tmp, cleans up, and says so", async () => {
    writeFileSync(
      join(place, "a.yaml"),
      `
function: { code: ${functionCode("probe")}, handler: index.handler, timeout: 30 }
runtimes: { nodejs22.x: {} }
matrix:
  memory: [512]
  event: { fits: { action: fill, megabytes: 300 }, over: { action: fill, megabytes: 600 }, facts: { action: facts } }
docker: { freeze: true }
samples: { cold: 1, warm: 1, warmupBlocks: 0 }
`,
    );
    const thaw = execa(process.execPath, [main, "run", "a.yaml", "--target", "docker", "--out", "out"], {
      cwd: place,
      extendEnv: false,
      env: {
        PATH: process.env.PATH,
        HOME: place,
        TMPDIR: join(place, "tmp"),
        THAW_CACHE_DIR: join(place, "cache"),
        DOCKER_HOST: process.env.DOCKER_HOST,
      },
      reject: false,
      ...somebody(),
    });
    const { exitCode, stderr } = await noted(thaw);
    expect(stderr).not.toContain("bug");
    expect(exitCode).toBe(4);
    const statuses = readFileSync(join(place, "out/samples.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .map(({ variant, status, error }) =>
        [/event=(\w+)/.exec(variant)?.[1], status, error?.type].join(" ").trim(),
      )
      .toSorted();
    const over = "over function-error Thaw.NoSpaceLeft";
    expect(statuses).toEqual(["facts ok", "facts ok", "fits ok", "fits ok", over, over]);
    const manifest = JSON.parse(readFileSync(join(place, "out/run.json"), "utf8"));
    expect(manifest.segments[0].engine).toMatchObject({ cpuShareBy: "engine", temporaryStorage: "folder" });
    expect(manifest.limitations.join("\n")).toMatch(
      /size of \/tmp was not enforced[\s\S]*the harness's own user/,
    );
    expect(readdirSync(join(place, "tmp"))).toEqual([]);
    expect(leftOnEngine()).toEqual([]);
  });
});

function somebody() {
  return { uid: 65_534, gid: statSync(socket()).gid };
}

function socket(): string {
  return (process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock").replace(/^unix:\/\//, "");
}

/** Only root can become somebody else; and then everything has to be readable to that one. */
function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) {
    return "this is not root, so every other test shows it";
  }
  const { status } = spawnSync(process.execPath, [main, "--version"], somebody());
  return status === 0 ? undefined : "somebody else cannot read this checkout";
}
