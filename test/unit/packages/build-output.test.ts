import { describe, expect, test } from "vitest";
import { readBuildLine } from "../../../src/packages/build-output.ts";

/** As Docker 20.10's BuildKit sent them for a step `RUN echo first && echo second >&2 && exit 7`. */
const begun =
  "CtMBCkdzaGEyNTY6MDg1OTRjMzUxMDMxNjVlYzY3ZTJhOTlkMzBiNTJjMTA0NjhkYmRiMjY1ODUwYTlhYmRhYjRhZjc4MWUwZTQ5MhJHc2hhMjU2OjU3MTIxNmM1ZWE0ZDg0Yjc0NjQwYjEwZjQ1YTE2NzYxYTRkZjk2ODZkYmY4YjE4Mjk2NTk2NjRhMWFiMjFlNTAaMVszLzNdIFJVTiBlY2hvIGZpcnN0ICYmIGVjaG8gc2Vjb25kID4mMiAmJiBleGl0IDcqDAiok5zYBhCOosnrAg==";
const printed =
  "GmIKR3NoYTI1NjowODU5NGMzNTEwMzE2NWVjNjdlMmE5OWQzMGI1MmMxMDQ2OGRiZGIyNjU4NTBhOWFiZGFiNGFmNzgxZTBlNDkyEgwIqZOc2AYQ3eTtmAEYAiIHc2Vjb25kCg==";
const id = "sha256:08594c35103165ec67e2a99d30b52c10468dbdb265850a9abdab4af781e0e492";
const trace = (aux: string) => JSON.stringify({ id: "moby.buildkit.trace", aux });

describe("what a builder says", () => {
  test("is read from BuildKit's trace", () => {
    const name = "[3/3] RUN echo first && echo second >&2 && exit 7";
    expect(readBuildLine(trace(begun))).toEqual([{ kind: "step", id, name }]);
    expect(readBuildLine(trace(printed))).toEqual([{ kind: "output", step: id, text: "second\n" }]);
  });

  test.each([
    [{ stream: "Step 2/3 : RUN true" }, [{ kind: "step", id: "plain", name: "Step 2/3 : RUN true" }]],
    [{ stream: "STEP 1/2: FROM a\n" }, [{ kind: "step", id: "plain", name: "STEP 1/2: FROM a" }]],
    [{ stream: "hello\n" }, [{ kind: "output", step: "plain", text: "hello\n" }]],
    [{ aux: { ID: "sha256:1" } }, [{ kind: "built", imageId: "sha256:1" }]],
    [{ error: "failed to solve: no such host" }, [{ kind: "failed", message: "no such host" }]],
    [
      { error: "failed to solve with frontend dockerfile.v0: failed to create LLB definition: parse error" },
      [{ kind: "failed", message: "parse error" }],
    ],
    [{ status: "something else" }, []],
  ])("and from the texts of older builders and Podman: %j", (line, events) => {
    expect(readBuildLine(JSON.stringify(line))).toEqual(events);
  });

  test("is nothing on an empty line", () => {
    expect(readBuildLine("")).toEqual([]);
  });
});
