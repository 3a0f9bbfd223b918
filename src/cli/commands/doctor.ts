import { disturbances } from "../../machine/disturbances.ts";
import { readHostFacts } from "../../machine/host-facts.ts";
import { findSandboxNames, type NameFinding } from "../../machine/sandbox-names.ts";
import { familyOf, runtimeIdentifiers } from "../../runtimes/identifiers.ts";
import { messageOf } from "../../shared/errors.ts";
import type { DockerFindings } from "../../targets/docker/examine.ts";
import type { RuntimeBinaries } from "../../targets/process/runtime-binaries.ts";
import { type ExitCode, exitCode } from "../exit-codes.ts";
import { currentHost, type Host } from "../host.ts";
import { type RawOptions, runtimeBinaries, text } from "../options.ts";
import type { Output } from "../output.ts";
import { refuseFlagsOfAws } from "../refuse-flags-of-aws.ts";
import { sweep } from "../sweep.ts";
import { doctorOfAws } from "./doctor-aws.ts";
import { type Finding, section } from "./findings.ts";

const namesHint =
  "needed where an extension looks one up itself: add to /etc/hosts  127.0.0.1 sandbox sandbox.localdomain";

/** `thaw doctor`: which targets and runtimes work here, and what disturbs measuring. Changes nothing. */
export async function doctorCommand(
  paths: readonly string[],
  raw: RawOptions,
  output: Output,
): Promise<ExitCode> {
  const host = currentHost();
  if (text(raw.target) === "lambda") {
    return doctorOfAws(paths, raw, host, output);
  }
  refuseFlagsOfAws(paths, raw);
  await sweep(host, output);
  const { createRuntimeBinaries } = await import("../../targets/process/runtime-binaries.ts");
  const options = {
    hostEnvironment: host.environment,
    runtimeBinaries: runtimeBinaries(raw),
    ownNode: process.execPath,
  };
  const runtimes = await findRuntimes(createRuntimeBinaries(options));
  const { examineDocker } = await import("../../targets/docker/examine.ts");
  const docker = await examineDocker(host.environment);
  const targets = findTargets(host.platform, docker);
  const storage = await storageNote(docker, host);
  const names = (await findSandboxNames()).map(findingOfName);
  const facts = readHostFacts();
  const disturbing = disturbances(facts);
  if (output.json) {
    output.data(
      JSON.stringify(
        {
          targets,
          engine: docker.engine,
          dockerLimits: docker.limits,
          runtimes,
          names,
          host: facts,
          disturbances: disturbing,
        },
        null,
        2,
      ),
    );
    return exitCode.done;
  }
  output.result(section("Targets", targets));
  for (const { reason } of docker.limits) {
    output.result(`  docker: ${reason}`);
  }
  if (storage !== undefined) {
    output.result(`  docker: ${storage}`);
  }
  output.result(`\n${section("Runtimes of the process target", runtimes)}`);
  output.result(`\n${section("Names that extensions may look up", names)}`);
  if (names.some(({ available }) => !available)) {
    output.result(`  ${namesHint}`);
  }
  output.result(
    `\nThis machine\n  ${facts.cpuCount} × ${facts.cpuModel ?? "unknown CPU"}, ${facts.memoryMb} MB, ${facts.platform} ${facts.kernel}`,
  );
  output.result(
    disturbing.length === 0
      ? "  nothing was found that disturbs measuring"
      : disturbing.map((line) => `  ${line}`).join("\n"),
  );
  return exitCode.done;
}

function findTargets(platform: NodeJS.Platform, docker: DockerFindings): readonly Finding[] {
  const windows = platform === "win32";
  return [
    {
      name: "process",
      available: !windows,
      detail: windows ? "run thaw inside WSL 2" : "needs nothing but Node.js",
    },
    { name: "docker", available: docker.available, detail: docker.detail },
    { name: "lambda", available: true, detail: "not asked: thaw doctor --target lambda asks AWS" },
  ];
}

/** Where /tmp lies when it cannot lie in the folder for temporary files. */
async function storageNote({ engine }: DockerFindings, host: Host): Promise<string | undefined> {
  if (engine?.local !== true || engine.rootless) {
    return undefined;
  }
  const { folderOnDisk, foldersForStorage } = await import("../../targets/docker/file-system.ts");
  const onDisk = await folderOnDisk(foldersForStorage(host));
  if (onDisk === host.temporaryFolder) {
    return undefined;
  }
  const reason = `${host.temporaryFolder} is memory, or may not be written in`;
  return onDisk === undefined
    ? `/tmp is a volume of the engine, of any size: ${reason}, and so are the other folders`
    : `its files lie in ${onDisk}: ${reason}`;
}

async function findRuntimes(binaries: RuntimeBinaries): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const name of runtimeIdentifiers) {
    const family = familyOf(name);
    if (family === "provided") {
      findings.push({ name, available: true, detail: "the function's own bootstrap" });
    } else if (family === "nodejs" || family === "python") {
      findings.push(await findRuntime(name, binaries));
    }
  }
  return findings.toSorted((left, right) => Number(right.available) - Number(left.available));
}

async function findRuntime(name: string, binaries: RuntimeBinaries): Promise<Finding> {
  try {
    const { path, version } = await binaries.find(name);
    return { name, available: true, detail: `${version} at ${path}` };
  } catch (error) {
    return { name, available: false, detail: messageOf(error).replace(/; found .*/s, "") };
  }
}

function findingOfName(found: NameFinding): Finding {
  const { name } = found;
  switch (found.kind) {
    case "loopback":
      return { name, available: true, detail: found.address };
    case "elsewhere":
      return { name, available: false, detail: `leads to ${found.address}, not to the loopback interface` };
    case "unknown":
      return { name, available: false, detail: "has no address" };
    case "no-answer":
      return { name, available: false, detail: `no answer within ${found.limitMs} ms` };
    default:
      return found satisfies never;
  }
}
