import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { engineAddress } from "../../../../src/targets/docker/engine-address.ts";

describe("the engine that is asked", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "thaw-test-"));
    const digest = createHash("sha256").update("remote").digest("hex");
    mkdirSync(join(home, ".docker/contexts/meta", digest), { recursive: true });
    writeFileSync(join(home, ".docker/config.json"), JSON.stringify({ currentContext: "remote" }));
    writeFileSync(
      join(home, ".docker/contexts/meta", digest, "meta.json"),
      JSON.stringify({ Name: "remote", Endpoints: { docker: { Host: "ssh://user@remote" } } }),
    );
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const of = (environment: Record<string, string>, there: readonly string[] = []) =>
    engineAddress({ environment, home, exists: (path) => there.includes(path) });

  it("is DOCKER_HOST's before all", () => {
    expect(of({ DOCKER_HOST: "tcp://a:2375", DOCKER_CONTEXT: "remote" })).toEqual({
      host: "tcp://a:2375",
      source: "DOCKER_HOST",
    });
  });

  it("is that of the context in use", () => {
    expect(of({})).toEqual({ host: "ssh://user@remote", source: "context" });
    expect(of({ DOCKER_CONTEXT: "remote" }).host).toBe("ssh://user@remote");
  });

  it("is the first socket that is there, where no context is named", () => {
    const environment = { DOCKER_CONTEXT: "default", XDG_RUNTIME_DIR: "/run/user/1" };
    expect(of(environment, ["/run/user/1/docker.sock"]).host).toBe("unix:///run/user/1/docker.sock");
    expect(of(environment, [join(home, ".docker/run/docker.sock")]).host).toBe(
      `unix://${home}/.docker/run/docker.sock`,
    );
    expect(of(environment)).toEqual({ host: "unix:///var/run/docker.sock", source: "default" });
  });
});
