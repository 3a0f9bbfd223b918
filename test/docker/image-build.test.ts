import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { manifestOf, type Workplace, workplace } from "../cli/thaw.ts";
import { docker, leftOnEngine, withoutEngine } from "./engine.ts";

const name = `building images${withoutEngine === undefined ? "" : ` (${withoutEngine})`}`;
const anyEngine = { DOCKER_HOST: process.env.DOCKER_HOST ?? "" };
const base = "public.ecr.aws/lambda/nodejs:22";
const handler = 'export const handler = async () => "fine";';
const dockerfile = `FROM ${base}\nCOPY . /var/task/\nRUN echo made-once\nCMD ["index.handler"]\n`;
const scenario = (changes = "") => `
function: { code: fn, handler: index.handler }
image: { dockerfile: fn/Dockerfile }
runtimes: { nodejs22.x: }
samples: { cold: 1, warm: 0, warmupBlocks: 0 }
${changes}`;
const images = scenario("matrix: { package: [image] }");

/** Dockerfiles that cannot be built, and what is said of each. */
const broken: Readonly<Record<string, { readonly text: string; readonly words: RegExp }>> = {
  step: {
    text: `FROM ${base}\nRUN echo one && echo two >&2 && exit 7\n`,
    words: /^step\/Dockerfile: expected an image to be built, got .*exit code: 7, in .*RUN echo one[^\n]*\n/,
  },
  instruction: { text: `FROM ${base}\nCOPPY a b\n`, words: /got .*line 2: unknown instruction: COPPY$/ },
  file: { text: `FROM ${base}\nCOPY missing /\n`, words: /got .*missing.* not found/ },
  from: {
    text: "FROM example.invalid/base:1\n",
    words: /Dockerfile: the image example\.invalid\/base:1 cannot be fetched: .*no such host$/,
  },
};

describe.skipIf(withoutEngine !== undefined)(name, () => {
  it("happens once for many variants, beside zips, is shown, and leaves nothing", async () => {
    const unseen = dockerfile.replace("made-once", `made-once ${Math.random()}`);
    const place = withImage(unseen, scenario("matrix: { package: [zip, image], memory: [256, 512] }"));
    const { stderr, exitCode } = await run(place, "out");
    expect(exitCode).toBe(0);
    expect(stderr.match(/^building fn\/Dockerfile: .*RUN echo made-once/gm)).toHaveLength(1);
    const [zip, small, , large] = manifestOf(place.path("out")).variants;
    expect([zip?.package, small?.package, large?.package]).toEqual(["zip", "image", "image"]);
    const { functionDigest, runtimeDigest, packageBytes } = small?.prepared[0] ?? {};
    expect(large?.prepared).toMatchObject([{ functionDigest, runtimeDigest, packageBytes }]);
    expect(small?.prepared[0]?.functionDigest).not.toBe(zip?.prepared[0]?.functionDigest);
    expect(leftOnEngine()).toEqual([]);
  });

  it("makes the same image again for a run that is taken up", async () => {
    const place = withImage(dockerfile, images.replace("cold: 1", "cold: 40"));
    const limited = await run(place, "out", "--max-time", "1ms");
    expect(limited.exitCode).toBe(4);
    const { stderr, exitCode } = await place.start(
      ["run", "--resume", "out", "--max-time", "1ms"],
      anyEngine,
    );
    expect(stderr).not.toContain("changed");
    expect(exitCode).toBe(4);
  });

  it("says what is wrong with a Dockerfile in one message each, and goes on", async () => {
    const labels = Object.keys(broken).map(
      (label) => `  ${label}: { runtime: nodejs22.x, image: { dockerfile: ${label}/Dockerfile } }\n`,
    );
    const place = workplace({
      "a.yaml": `runtimes:
  zipped: { runtime: nodejs22.x, code: fn, handler: index.handler }
${labels.join("")}matrix: { package: [image] }
include: [{ runtime: zipped, package: zip }]
exclude: [{ runtime: zipped, package: image }]
samples: { cold: 1, warm: 0, warmupBlocks: 0 }
`,
      "fn/index.mjs": handler,
      ...Object.fromEntries(Object.entries(broken).map(([label, { text }]) => [`${label}/Dockerfile`, text])),
    });
    const { stderr, exitCode } = await run(place, "out");
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(exitCode).toBe(4);
    const { notMeasured } = manifestOf(place.path("out"));
    expect(notMeasured.map(({ kind }) => kind)).toEqual(Object.keys(broken).map(() => "preparation"));
    for (const [index, { words }] of Object.values(broken).entries()) {
      expect(notMeasured[index]?.reason).toMatch(words);
    }
    expect(place.read("out/samples.ndjson")).toContain('"status":"ok"');
    expect(leftOnEngine()).toEqual([]);
  });

  it("is broken off by Ctrl-C", async () => {
    const command = `sleep ${300 + Math.random()}`;
    const place = withImage(`FROM ${base}\nRUN ${command}\n`, images);
    const stopped = place.start(["run", "a.yaml", "--target", "docker"], anyEngine);
    await until(() => isRunning(command));
    stopped.kill("SIGINT");
    expect((await stopped).exitCode).toBe(130);
    await until(() => !isRunning(command));
    expect(leftOnEngine()).toEqual([]);
    expect(place.leftovers()).toEqual([]);
  });

  it("leaves an image when it is killed, which cleanup removes", async () => {
    const place = withImage(dockerfile, images.replace("cold: 1", "cold: 500"));
    const killed = place.start(["run", "a.yaml", "--target", "docker", "--out", "out"], anyEngine);
    await until(() => readFileSync(place.path("out/samples.ndjson"), "utf8").includes("\n"));
    killed.kill("SIGKILL");
    await killed;
    const cleaned = await place.start(["cleanup"], anyEngine);
    expect(cleaned.stdout).toMatch(/^removed .* and [1-9]\d* images?$/);
    expect(leftOnEngine()).toEqual([]);
  });

  it("finds the extensions that are in an image", async () => {
    const api = readFileSync(
      fileURLToPath(new URL("../scripted-extensions/api.mjs", import.meta.url)),
      "utf8",
    );
    const echo = readFileSync(
      fileURLToPath(new URL("../scripted-extensions/only-invoke.mjs", import.meta.url)),
      "utf8",
    );
    const place = withImage(
      `FROM ${base}\nCOPY index.mjs /var/task/\nCOPY api.mjs /opt/extensions/lib/\nCOPY --chmod=755 only.mjs /opt/extensions/only.mjs\nCMD ["index.handler"]\n`,
      images,
    );
    place.write("fn/api.mjs", api);
    place.write(
      "fn/only.mjs",
      `#!/var/lang/bin/node\n${echo.replaceAll("./api.mjs", "/opt/extensions/lib/api.mjs")}`,
    );
    const { stderr, exitCode } = await run(place, "out");
    expect(stderr).not.toContain("failed");
    expect(manifestOf(place.path("out")).variants[0]?.prepared[0]?.extensions).toEqual(["only.mjs"]);
    expect(place.read("out/samples.ndjson")).toContain('"extensionInitMs":{"only.mjs":');
    expect(exitCode).toBe(0);
  });

  it("refuses an image of another architecture than the variant's", async () => {
    const place = withImage(
      "FROM scratch\nCOPY index.mjs /\n",
      scenario("matrix: { package: [zip, image] }").replace(
        "dockerfile: fn/Dockerfile",
        "uri: thaw-test/arm64:1",
      ),
    );
    docker("build", "--quiet", "--platform", "linux/arm64", "--tag", "thaw-test/arm64:1", place.path("fn"));
    try {
      const { exitCode } = await run(place, "out", "--allow-unavailable");
      expect(exitCode).toBe(0);
      expect(manifestOf(place.path("out")).notMeasured).toMatchObject([
        {
          kind: "unavailable",
          reason: "the image thaw-test/arm64:1 is made for arm64, not for x86_64",
        },
      ]);
    } finally {
      docker("rmi", "thaw-test/arm64:1");
    }
  });
});

function withImage(text: string, yaml: string): Workplace {
  return workplace({ "a.yaml": yaml, "fn/index.mjs": handler, "fn/Dockerfile": text });
}

function run(place: Workplace, out: string, ...flags: readonly string[]) {
  return place.start(["run", "a.yaml", "--target", "docker", "--out", out, ...flags], anyEngine);
}

/** Whether this machine runs a command, as the engine does for a step of a build. */
function isRunning(command: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim() === command;
    } catch {
      return false;
    }
  });
}

async function until(isThere: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      if (isThere()) {
        return;
      }
    } catch {
      // Not yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("expected it within a minute");
}
