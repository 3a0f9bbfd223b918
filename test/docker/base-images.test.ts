import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { withoutEngine } from "./engine.ts";

const script = fileURLToPath(new URL("../../scripts/base-images.mjs", import.meta.url));
const name = `a local base image${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;

describe("what there is no local base image of", () => {
  it.each([
    ["ruby3.3", "ruby3.1 can be built, and thaw run --image ruby3.3=thaw/ruby:3.1 runs ruby3.3 on it"],
    ["python3.13", "python3.11 can be built"],
    ["dotnet8", "expected some of nodejs22.x, nodejs24.x"],
  ])("%s is refused with what there is", async (identifier, words) => {
    const { exitCode, stderr } = await execa(process.execPath, [script, identifier], { reject: false });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe.skipIf(withoutEngine !== undefined)(name, () => {
  it.each([["thaw/php:8.2"], ["thaw/ruby:3.1"]])(
    "%s says what it is, and starts as AWS's do",
    async (image) => {
      const format =
        '{{json .Config.Entrypoint}} {{index .Config.Labels "thaw.base"}} {{.Config.WorkingDir}}';
      const { stdout } = await execa("docker", ["image", "inspect", "--format", format, image]);
      expect(stdout).toBe('["/lambda-entrypoint.sh"] local /var/task');
      // Exit code and words are those of AWS's images.
      const { exitCode, stderr } = await execa("docker", ["run", "--rm", image], { reject: false });
      expect(stderr).toBe("entrypoint requires the handler name to be the first argument");
      expect(exitCode).toBe(142);
    },
  );
});
