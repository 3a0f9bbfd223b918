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
    context("remote", { Host: "ssh://user@remote" });
    write(".docker/config.json", JSON.stringify({ currentContext: "remote" }));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const digestOf = (name: string) => createHash("sha256").update(name).digest("hex");
  const write = (path: string, content: string) => {
    mkdirSync(join(home, path, ".."), { recursive: true });
    writeFileSync(join(home, path), content);
  };
  const context = (name: string, endpoint: Readonly<Record<string, unknown>>) =>
    write(
      `.docker/contexts/meta/${digestOf(name)}/meta.json`,
      JSON.stringify({ Name: name, Endpoints: { docker: endpoint } }),
    );
  const of = (environment: Record<string, string>, there: readonly string[] = []) =>
    engineAddress({ environment, home, exists: (path) => there.includes(path) });

  it("is DOCKER_HOST's before all", () => {
    expect(of({ DOCKER_HOST: "tcp://a:2375", DOCKER_CONTEXT: "remote" })).toMatchObject({
      host: "tcp://a:2375",
      source: "DOCKER_HOST",
    });
  });

  it.each([
    ["unix:///run/x.sock", { kind: "socket", path: "/run/x.sock" }],
    ["unix://", { kind: "socket", path: "/var/run/docker.sock" }],
    ["tcp://a", { kind: "tcp", name: "a", port: 2375, tls: undefined }],
    ["a:1234", { kind: "tcp", name: "a", port: 1234, tls: undefined }],
    ["tcp://[::1]:1234", { kind: "tcp", name: "::1", port: 1234, tls: undefined }],
    ["tcp://a:2376", { kind: "tcp", name: "a", port: 2376, tls: { verify: true } }],
    ["https://a", { kind: "tcp", name: "a", port: 2376, tls: { verify: true } }],
    ["ssh://me@a:22", { kind: "ssh", name: "a", destination: ["-l", "me", "-p", "22", "--", "a"] }],
    ["ssh://a", { kind: "ssh", name: "a", destination: ["--", "a"] }],
  ])("is understood where it is written %s", (host, expected) => {
    expect(of({ DOCKER_HOST: host })).toMatchObject(expected);
  });

  it.each([
    ["npipe:////./pipe/docker_engine", "is a named pipe of Windows"],
    ["fd://3", "expected unix://, tcp:// or ssh://, got fd://3"],
    ["tcp://a:b", "expected unix://, tcp:// or ssh://, got tcp://a:b"],
  ])("is refused in words where it is %s", (host, words) => {
    expect(() => of({ DOCKER_HOST: host })).toThrow(words);
  });

  it("is asked with the user's certificates where the variables say so", () => {
    write("certificates/ca.pem", "CA");
    write("certificates/cert.pem", "CERT");
    write("certificates/key.pem", "KEY");
    const DOCKER_CERT_PATH = join(home, "certificates");
    const verified = of({ DOCKER_HOST: "tcp://a", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH });
    const [ca, cert, key] = ["CA", "CERT", "KEY"].map((text) => Buffer.from(text));
    expect(verified).toMatchObject({ port: 2376, tls: { ca, cert, key, verify: true } });
    const trusting = of({ DOCKER_HOST: "tcp://a", DOCKER_TLS: "1", DOCKER_CERT_PATH });
    expect(trusting).toMatchObject({ tls: { ca, verify: false } });
  });

  it("is that of the context in use", () => {
    expect(of({})).toMatchObject({ host: "ssh://user@remote", source: "context", kind: "ssh" });
    expect(of({ DOCKER_CONTEXT: "remote" }).host).toBe("ssh://user@remote");
  });

  it("is asked with the certificates of its context", () => {
    context("secure", { Host: "tcp://b:2376", SkipTLSVerify: false });
    write(`.docker/contexts/tls/${digestOf("secure")}/docker/ca.pem`, "CA");
    expect(of({ DOCKER_CONTEXT: "secure" })).toMatchObject({
      kind: "tcp",
      name: "b",
      tls: { ca: Buffer.from("CA"), cert: undefined, verify: true },
    });
    context("trusting", { Host: "tcp://b:2376", SkipTLSVerify: true });
    expect(of({ DOCKER_CONTEXT: "trusting" })).toMatchObject({ tls: { verify: false } });
  });

  it("is none where the context is not there", () => {
    expect(() => of({ DOCKER_CONTEXT: "gone" })).toThrow("the docker context gone: expected its engine's");
  });

  it("is the first socket that is there, where no context is named", () => {
    const environment = { DOCKER_CONTEXT: "default", XDG_RUNTIME_DIR: "/run/user/1" };
    expect(of(environment, ["/run/user/1/docker.sock"]).host).toBe("unix:///run/user/1/docker.sock");
    expect(of(environment, [join(home, ".docker/run/docker.sock")]).host).toBe(
      `unix://${home}/.docker/run/docker.sock`,
    );
    expect(of(environment, ["/run/podman/podman.sock"]).host).toBe("unix:///run/podman/podman.sock");
    expect(of(environment)).toMatchObject({ host: "unix:///var/run/docker.sock", source: "default" });
  });
});
