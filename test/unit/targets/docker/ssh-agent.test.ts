import { describe, expect, it } from "vitest";
import { connectEngine } from "../../../../src/targets/docker/engine.ts";

describe("an engine that is reached by ssh", () => {
  it("is not reached where there is no ssh command, which is not an engine that is missing", async () => {
    const environment = { DOCKER_HOST: "ssh://user@elsewhere", PATH: "/nowhere", HOME: "/nowhere" };
    await expect(connectEngine(environment)).rejects.toThrow(
      /^the container engine at \S+ is not reached: no ssh command can be run: .*ENOENT/,
    );
  });
});
