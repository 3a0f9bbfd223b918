import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifestOf, samplesOf, workplace } from "../cli/thaw.ts";
import { emptyImage, type OwnEngine, openOwnEngine, ownScenario, withoutOwnEngine } from "./own-engine.ts";

const name = `an engine of which something is used up${withoutOwnEngine === undefined ? "" : ` (${withoutOwnEngine})`}`;
const scenario = ownScenario({ action: "echo", payload: 1 }, "{ cold: 2, warm: 0, warmupBlocks: 0 }");
const run = ["run", "a.yaml", "--target", "docker", "--out", "out"];

describe.skipIf(withoutOwnEngine !== undefined)(name, () => {
  let engine: OwnEngine;
  let disk: string;
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), "thaw-disk-"));
    const data = join(disk, "data");
    mkdirSync(data);
    shell(
      `truncate -s 64M '${disk}/image' && mkfs.ext4 -q '${disk}/image' && mount -o loop '${disk}/image' '${data}'`,
    );
    // Room for two networks.
    engine = await openOwnEngine({ dataRoot: data, addressPool: "base=10.214.0.0/24,size=25" });
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    shell(`umount '${disk}/data'`);
    rmSync(disk, { recursive: true });
  });
  const measured = async () => {
    const place = workplace({ "a.yaml": scenario });
    const ended = await place.start(run, { DOCKER_HOST: engine.host });
    expect(ended.stderr).not.toMatch(/bug in thaw|\n\s+at /);
    expect(place.leftovers()).toEqual([]);
    expect(engine.left()).toEqual([]);
    return { ...ended, place };
  };

  it("has no addresses: one message, exit code 3", async () => {
    const networks = ["one", "two"].flatMap((network) => engine.docker("network", "create", network));
    const { stderr, exitCode } = await measured();
    expect(stderr.match(/address pool/gi)).toHaveLength(1);
    expect(stderr).toContain("docker network prune");
    expect(exitCode).toBe(3);
    engine.docker("network", "rm", ...networks);
  });

  it("has no disk: one message, exit code 3, and all is well when there is room again", async () => {
    shell(`dd if=/dev/zero of='${disk}/data/fill' bs=64k 2>/dev/null; true`);
    const { stderr, exitCode } = await measured();
    expect(stderr.match(/no space left/gi)).toHaveLength(1);
    expect(exitCode).toBe(3);
    shell(`rm '${disk}/data/fill'`);
    const { place, ...well } = await measured();
    expect(well.exitCode).toBe(0);
    expect(samplesOf(place.path("out"))).toHaveLength(2);
    expect(manifestOf(place.path("out")).state).toBe("complete");
  });

  it("has the image of another architecture: says which", async () => {
    const [own, other] = process.arch === "arm64" ? ["arm64", "amd64"] : ["amd64", "arm64"];
    const work = join(disk, "relabelled");
    mkdirSync(work);
    engine.docker("save", "--output", join(work, "image.tar"), emptyImage);
    // The engine takes the label as it stands in the image's configuration.
    shell(
      `cd '${work}' && tar xf image.tar && sed -i 's/"architecture":"${own}"/"architecture":"${other}"/' *.json && rm image.tar && tar cf ../image.tar .`,
    );
    engine.docker("load", "--input", join(disk, "image.tar"));
    const { stderr, exitCode } = await measured();
    expect(stderr).toMatch(/the image \S+ is made for (arm64|x86_64), not for (arm64|x86_64)/);
    expect(exitCode).toBe(3);
    engine.importImage(emptyImage);
  });

  it("may not be used by somebody: says what helps", async () => {
    const place = workplace({ "a.yaml": scenario });
    shell(`chmod -R a+rwX '${place.folder}/..'`);
    const nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] as const;
    const ended = await place.startBy(nobody, run, { DOCKER_HOST: engine.host, HOME: place.folder });
    expect(ended.stderr).toMatch(/no right to use the container engine at .*\n\s+add your user/);
    expect(ended.stderr).not.toMatch(/bug in thaw|\n\s+at /);
    expect(ended.exitCode).toBe(3);
  });
});

function shell(command: string): void {
  const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${command}: ${stderr}`);
  }
}
