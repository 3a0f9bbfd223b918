import { describe, expect, it } from "vitest";
import { baseImageOf, imageNameOf } from "../../../src/runtimes/images.ts";

describe("the base image of a runtime identifier", () => {
  it.each([
    ["nodejs22.x", "nodejs:22"],
    ["python3.13", "python:3.13"],
    ["java17", "java:17"],
    ["java8.al2", "java:8.al2"],
    ["dotnet8", "dotnet:8"],
    ["ruby3.4", "ruby:3.4"],
    ["provided.al2023", "provided:al2023"],
  ])("of %s is AWS's %s", (identifier, name) => {
    expect(baseImageOf(identifier)).toBe(`public.ecr.aws/lambda/${name}`);
  });

  it("names the architecture where it is not the engine's own, unless another image is named", () => {
    const variant = { runtime: "nodejs22.x", architecture: "arm64" };
    const name = (images: Readonly<Record<string, string>>, hostArchitecture: string) =>
      imageNameOf(variant, { images, hostArchitecture });
    expect(name({}, "arm64")).toBe("public.ecr.aws/lambda/nodejs:22");
    expect(name({}, "x86_64")).toBe("public.ecr.aws/lambda/nodejs:22-arm64");
    expect(name({ "nodejs22.x": "mine" }, "x86_64")).toBe("mine");
  });

  it("is what the scenario names, unless the command line names another", () => {
    const variant = {
      runtime: "ruby3.3",
      architecture: "x86_64",
      docker: { images: { "ruby3.3": "thaw/ruby:3.1" } },
    };
    const name = (images: Readonly<Record<string, string>>) =>
      imageNameOf(variant, { images, hostArchitecture: "x86_64" });
    expect(name({})).toBe("thaw/ruby:3.1");
    expect(name({ "ruby3.3": "mine" })).toBe("mine");
  });
});
