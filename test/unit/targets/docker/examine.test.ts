import { describe, expect, it } from "vitest";
import { obstacleToDocker } from "../../../../src/targets/docker/examine.ts";

describe("what keeps auto from containers", () => {
  it("is said as the engine's own trouble", async () => {
    expect(await obstacleToDocker({ DOCKER_HOST: "unix:///nowhere.sock" }, [])).toBe(
      "no container engine answers: nothing is at unix:///nowhere.sock",
    );
    expect(await obstacleToDocker({ DOCKER_HOST: "unix:///dev/null" }, [])).toContain("ECONNREFUSED");
    expect(await obstacleToDocker({ DOCKER_HOST: "npipe:////./pipe/docker_engine" }, [])).toContain("npipe");
  });
});
