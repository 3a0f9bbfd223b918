import { describe, expect, it } from "vitest";
import { runtimeCommand } from "../../../../src/targets/docker/runtime-command.ts";

describe("what starts a runtime in a container", () => {
  const having =
    (...files: readonly string[]) =>
    (place: string, path: string) =>
      files.includes(`${place}/${path}`);

  it("is the image's own client", () => {
    expect(runtimeCommand({ runtime: "nodejs24.x" }, having())).toEqual({
      command: "/var/runtime/bootstrap",
      args: [],
    });
  });

  it("is the bootstrap of a provided runtime, in the code before a layer", () => {
    const provided = { runtime: "provided.al2023" };
    expect(runtimeCommand(provided, having("task/bootstrap", "opt/bootstrap")).command).toBe(
      "/var/task/bootstrap",
    );
    expect(runtimeCommand(provided, having("opt/bootstrap")).command).toBe("/opt/bootstrap");
    expect(() => runtimeCommand(provided, having())).toThrow("expected a file called bootstrap");
  });

  it("is the scenario's own, in the code or on the sandbox's PATH", () => {
    const own = { runtime: "nodejs24.x", bootstrap: ["run.sh", "-x"] };
    expect(runtimeCommand(own, having("task/run.sh"))).toEqual({ command: "/var/task/run.sh", args: ["-x"] });
    expect(runtimeCommand(own, having())).toEqual({ command: "run.sh", args: ["-x"] });
  });
});
