import { expect, it } from "vitest";
import { functionInput } from "../../../../src/targets/aws-lambda/function-input.ts";
import { logFormatOf } from "../../../../src/targets/aws-lambda/log-format.ts";
import { variantOf } from "../../../cloud/target-bench.ts";

const input = (logFormat?: "text" | "json") =>
  functionInput(
    {
      variant: variantOf(logFormat === undefined ? {} : { lambda: { logFormat } }),
      code: { kind: "zip", zip: new Uint8Array(), layerArns: [] },
      roleArn: "arn:aws:iam::123456789012:role/function",
      tags: {},
    },
    "thaw-a",
  );

it("a function is made with JSON logs of every event where a scenario asks for them, and else as Lambda makes it", () => {
  expect(input("json").LoggingConfig).toEqual({
    LogFormat: "JSON",
    SystemLogLevel: "DEBUG",
    ApplicationLogLevel: "INFO",
  });
  expect(input("text")).toEqual(input());
  expect(input()).not.toHaveProperty("LoggingConfig");
});

it("the format of a function's log is as AWS says, and unknown where it does not", () => {
  expect(logFormatOf({ LoggingConfig: { LogFormat: "JSON" } })).toEqual({ logFormat: "json" });
  expect(logFormatOf({ LoggingConfig: { LogFormat: "Text" } })).toEqual({ logFormat: "text" });
  expect(logFormatOf({})).toEqual({});
});
