import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Ended, manifestOf, oneFunction, samplesOf, workplace } from "./thaw.ts";

const hello = oneFunction("export const handler = async () => 1;");
/** A network of the command's own, in which both ports that may be given are taken. */
const withoutPorts = `ip link set lo up
echo 40000 40001 > /proc/sys/net/ipv4/ip_local_port_range
node -e 'for (const port of [40000, 40001]) require("net").createServer().listen(port, "127.0.0.1")' &
holder=$!
sleep 0.5
"$@"; code=$?
kill $holder
exit $code`;
const ownNetwork = ["unshare", "--user", "--map-root-user", "--net"] as const;
const noNetwork =
  spawnSync(ownNetwork[0], [...ownNetwork.slice(1), "ip", "link", "set", "lo", "up"]).status !== 0;

function expectOneMessage({ stderr }: Ended, words: RegExp): void {
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/bug in thaw|\n\s+at /);
}

describe.skipIf(noNetwork)("without a free port", () => {
  it.each([
    ["invoke", ["invoke", "one.yaml"]],
    ["run", ["run", "one.yaml", "--out", "out"]],
  ])("%s says so in one message", async (_, args) => {
    const place = workplace(hello);
    const ended = await place.startBy([...ownNetwork, "sh", "-c", withoutPorts, "sh"], args);
    expectOneMessage(ended, /no port is free on this machine: listen EADDR\w+/);
    expect(ended.exitCode).toBe(3);
    expect(place.leftovers()).toEqual([]);
  });
});

describe("with few open files allowed", () => {
  it("says so in one message", async () => {
    const place = workplace(hello);
    const ended = await place.startBy(
      ["sh", "-c", 'ulimit -n 24; exec "$@"', "sh"],
      ["run", "one.yaml", "--out", "out"],
    );
    expectOneMessage(ended, /too many files are open.*\n.*ulimit -n/);
    expect(ended.exitCode).toBe(3);
  });
});

describe.skipIf(process.getuid?.() !== 0)("on a full disk", () => {
  it("a results folder keeps whole environments, and a resume completes the run", async () => {
    const place = workplace(oneFunction("export const handler = async () => 1;", ""));
    place.write("one.yaml", place.read("one.yaml").replace("cold: 2, warm: 2", "cold: 12, warm: 5"));
    const disk = place.path("disk");
    const mount = 'mkdir "$0"; mount -t tmpfs -o size=32k thaw-test "$0"';
    spawnSync("sh", ["-c", mount, disk]);
    try {
      const full = await place.start(["run", "one.yaml", "--out", "disk/out"]);
      expectOneMessage(full, /expected a file that can be written, got ENOSPC/);
      expect(full.exitCode).toBe(2);
      const kept = samplesOf(place.path("disk/out"));
      expect(kept.length % 6).toBe(0);
      expect(manifestOf(place.path("disk/out")).state).toBe("running");
      spawnSync("mount", ["-o", "remount,size=1m", disk]);
      expect((await place.start(["run", "--resume", "disk/out"])).exitCode).toBe(0);
      expect(samplesOf(place.path("disk/out"))).toHaveLength(13 * 6);
      expect(place.leftovers()).toEqual([]);
    } finally {
      spawnSync("umount", [disk]);
    }
  });

  it("a folder for temporary files is told of, and nothing is left in it", async () => {
    const place = workplace(hello);
    place.write("fn/large.bin", "x".repeat(200_000));
    const disk = place.path("disk");
    spawnSync("sh", ["-c", 'mkdir "$0"; mount -t tmpfs -o size=64k thaw-test "$0"', disk]);
    try {
      const full = await place.start(["run", "one.yaml", "--out", "out"], { TMPDIR: disk });
      expectOneMessage(full, /the disk is full: ENOSPC/);
      expect(full.exitCode).toBe(3);
      expect(spawnSync("ls", [disk], { encoding: "utf8" }).stdout).toBe("");
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});
