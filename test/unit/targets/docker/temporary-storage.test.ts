import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderOnDisk } from "../../../../src/targets/docker/file-system.ts";
import { failedWhereOverfull } from "../../../../src/targets/docker/overfull.ts";
import { lambdaUser, ownUser, sandboxUser } from "../../../../src/targets/docker/sandbox-user.ts";
import { openTemporaryStorage } from "../../../../src/targets/docker/temporary-storage.ts";

const isRoot = process.getuid?.() === 0;
const user = sandboxUser(ownUser(), false);

describe("what stands for /tmp", () => {
  let place: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "thaw-test-"));
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));
  const open = (mayMount: boolean) => openTemporaryStorage({ folder: join(place, "tmp"), user, mayMount });

  it.skipIf(!isRoot)("is as good when it was used as when it is new", async () => {
    const storage = await open(true);
    const path = await storage.acquire(512);
    const seen = () => {
      const { bavail, ffree } = statfsSync(path);
      const { uid, gid, mode, size } = lstatSync(path);
      return { bavail, ffree, uid, gid, mode, size, names: readdirSync(path) };
    };
    const fresh = seen();
    expect(fresh).toMatchObject({ uid: lambdaUser.uid, gid: lambdaUser.gid, names: [] });
    for (let file = 0; file < 2000; file++) {
      writeFileSync(join(path, `a-name-that-makes-the-folder-itself-grow-${file}`), "x");
    }
    mkdirSync(join(path, "a/b"), { recursive: true, mode: 0o500 });
    writeFileSync(join(path, "large"), Buffer.alloc(64 * 1024 * 1024, 1));
    execFileSync("sync", ["-f", path]);
    const diskMb = () => lstatSync(`${join(path, "..")}.img`).blocks / 2048;
    expect(diskMb()).toBeGreaterThan(64);
    await storage.release(path);
    expect(await storage.acquire(512)).toBe(path);
    expect(seen()).toEqual(fresh);
    expect(diskMb()).toBeLessThan(16);
    expect(await storage.watch(path)).toBeUndefined();
    await storage.remove();
    expect(readdirSync(place)).toEqual([]);
  });

  it("is a folder that is watched where nothing may be mounted", async () => {
    const storage = await open(false);
    expect(storage.kind).toBe("folder");
    const path = await storage.acquire(512);
    expect(await storage.watch(path)).toBe(0);
    mkdirSync(join(path, "below"));
    writeFileSync(join(path, "below/file"), Buffer.alloc(3 * 1024 * 1024, 1));
    const heldMb = await storage.watch(path);
    expect(heldMb).toBeGreaterThanOrEqual(3);
    expect(heldMb).toBeLessThan(3.1);
    await storage.release(path);
    expect(await storage.acquire(512)).toBe(path);
    expect(await storage.watch(path)).toBe(0);
    await storage.remove();
    expect(readdirSync(place)).toEqual([]);
  });

  it.skipIf(!isRoot)("lies on a disk, in the first folder that is no memory", async () => {
    const [memory, cache] = [join(place, "memory"), join(place, "cache/of/thaw")];
    mkdirSync(memory);
    expect(await folderOnDisk([memory, place])).toBe(memory);
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", memory]);
    try {
      expect(await folderOnDisk([memory, join(memory, "below"), cache])).toBe(cache);
      expect(await folderOnDisk([memory])).toBeUndefined();
    } finally {
      execFileSync("umount", [memory]);
    }
  });

  it.skipIf(!isRoot)("keeps quiet of what cannot be removed", async () => {
    const storage = await open(false);
    const file = join(await storage.acquire(512), "file");
    writeFileSync(file, "");
    execFileSync("sh", ["-c", 'chattr +i "$0"', file]);
    await storage.remove();
    expect(lstatSync(file).isFile()).toBe(true);
    execFileSync("sh", ["-c", 'chattr -i "$0"', file]);
  });

  it.skipIf(!isRoot)("says it when this machine's disk is full, before a run and in one", async () => {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", place]);
    try {
      const storage = await open(true);
      expect(storage.kind).toBe("file-system");
      writeFileSync(join(place, "filler"), Buffer.alloc(1024 * 1024, 1));
      await expect(storage.acquire(10_240)).rejects.toThrow(
        /: expected room for a \/tmp of 10240 MB, got [01] MB$/,
      );
      expect(() => writeFileSync(join(place, "more"), Buffer.alloc(2 * 1024 * 1024, 1))).toThrow("ENOSPC");
      await expect(open(true)).rejects.toThrow("No space left on device");
      await storage.remove();
      expect(readdirSync(place)).toEqual(["filler", "more"]);
    } finally {
      execFileSync("umount", ["--lazy", place]);
    }
  });
});

describe("an invocation after which /tmp holds too much", () => {
  it("is a failed sample that keeps its phases and says what Lambda had done", () => {
    const failed = failedWhereOverfull({ status: "ok", durationMs: 5 }, 600.5, 512);
    expect(failed).toMatchObject({
      status: "function-error",
      durationMs: 5,
      error: { type: "Thaw.NoSpaceLeft" },
    });
    expect(failed.error?.message).toContain("601 MB after this invocation, of 512 MB");
    expect(failed.error?.message).toContain("no space left on device");
  });

  it("is none where the size is kept, something enforces it, or it had failed already", () => {
    const ok = { status: "ok" } as const;
    expect(failedWhereOverfull(ok, 512, 512)).toBe(ok);
    expect(failedWhereOverfull(ok, undefined, 512)).toBe(ok);
    const timeout = { status: "timeout" } as const;
    expect(failedWhereOverfull(timeout, 600, 512)).toBe(timeout);
  });
});

describe("the user of sandboxes", () => {
  it("is Lambda's where the harness is root, else the harness's own", () => {
    expect(sandboxUser({ uid: 0, gid: 0 }, false)).toEqual(lambdaUser);
    expect(sandboxUser({ uid: 1000, gid: 100 }, false)).toEqual({ uid: 1000, gid: 100 });
    expect(sandboxUser({ uid: 1000, gid: 100 }, true)).toEqual(lambdaUser);
    expect(sandboxUser(undefined, false)).toEqual(lambdaUser);
  });
});
