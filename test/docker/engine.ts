import { execFileSync, spawnSync } from "node:child_process";
import { ownName } from "../../src/targets/local/owner.ts";
import { isStarted } from "../cli/thaw.ts";

const needed = [
  ...["nodejs:22", "nodejs:24", "python:3.11", "java:17", "provided:al2023"].map(
    (tag) => `public.ecr.aws/lambda/${tag}`,
  ),
  "thaw/php:8.2",
  "thaw/ruby:3.1",
];

/** Why tests with containers are skipped: undefined when they are not, or when nothing may be skipped. */
export const withoutEngine: string | undefined = process.env.THAW_REQUIRE_ALL ? undefined : reason();

/** What an engine's own command prints, line by line. */
export function docker(...args: readonly string[]): readonly string[] {
  return execFileSync("docker", args, { encoding: "utf8" })
    .split("\n")
    .filter((line) => line !== "");
}

/** What this process made, or one that it started: other tests may be at work beside it. */
export function leftOnEngine(): readonly string[] {
  const format = ["--filter", "label=thaw.run", "--format", '{{.ID}} {{.Label "thaw.owner"}}'];
  const volume = ["--filter", "label=thaw.run", "--format", '{{.Name}} {{.Label "thaw.owner"}}'];
  // The command shows no labels of images.
  const images = docker("images", "--all", "--quiet", "--no-trunc", "--filter", "label=thaw.run");
  const imageFormat = '{{.Id}} {{index .Config.Labels "thaw.owner"}}';
  const made = [
    ...docker("ps", "--all", ...format),
    ...docker("network", "ls", ...format),
    ...docker("volume", "ls", ...volume),
    ...(images.length === 0 ? [] : inspected(images, imageFormat)),
  ];
  return made.filter((line) => {
    const owner = line.slice(line.indexOf(" ") + 1);
    return owner === ownName() || isStarted(Number(owner.split("|")[1]));
  });
}

/** Another test's run may remove one in between: what is still there. */
function inspected(images: readonly string[], format: string): readonly string[] {
  const { stdout } = spawnSync("docker", ["image", "inspect", "--format", format, ...images], {
    encoding: "utf8",
  });
  return stdout.split("\n").filter((line) => line !== "");
}

function reason(): string | undefined {
  if (process.platform !== "linux" || spawnSync("docker", ["info"], { stdio: "ignore" }).status !== 0) {
    return "no container engine answers here";
  }
  const missing = needed.filter(
    (image) => spawnSync("docker", ["image", "inspect", image], { stdio: "ignore" }).status !== 0,
  );
  return missing.length === 0 ? undefined : `not here: ${missing.join(", ")} (npm run base-images)`;
}
