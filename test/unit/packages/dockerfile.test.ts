import { describe, expect, test } from "vitest";
import { imagesOf } from "../../../src/packages/dockerfile.ts";

/** A variable as a Dockerfile writes it. */
const variable = (text: string) => `$\{${text}}`;

describe("the images of a Dockerfile", () => {
  test.each([
    ["FROM one:1\nRUN true", ["one:1"]],
    [
      "# FROM none\nfrom --platform=linux/arm64 one AS build\nFROM two\nCOPY --from=build /a /b",
      ["one", "two"],
    ],
    ["FROM scratch\nCOPY --from=busybox:1 /bin /bin\nCOPY --from=0 /a /b", ["busybox:1"]],
    [
      `ARG TAG=22\nARG BASE="public.ecr.aws/lambda/nodejs:${variable("TAG")}"\nFROM $BASE\nARG TAG=24\nFROM b:$TAG`,
      ["public.ecr.aws/lambda/nodejs:22", "b:22"],
    ],
    [`ARG BASE\nFROM ${variable("BASE")}\nFROM ${variable("OTHER:-other")}`, ["other"]],
    ["FROM one \\\n  AS first\nFROM first", ["one"]],
    ["", []],
  ])("%j", (dockerfile, images) => {
    expect(imagesOf(dockerfile)).toEqual(images);
  });
});
