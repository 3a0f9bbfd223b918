import { basename, dirname, join } from "node:path";
import type { ProcessRole } from "../../environment/sandbox.ts";
import type { PreparedPackage } from "../../packages/prepare-package.ts";
import type { Variant } from "../../plan/variant.ts";
import { familyOf } from "../../runtimes/identifiers.ts";
import { lambdaRoots, type RootPaths } from "../../runtimes/search-paths.ts";
import { extensionVariables, lambdaVariables, type VariableFacts } from "../../runtimes/variables.ts";
import type { Clock } from "../../shared/clock.ts";
import { functionNameOf, newLogStream, region } from "../local/function-identity.ts";
import type { WorkArea } from "../local/work-area.ts";
import type { RuntimeCommand } from "./command.ts";
import { ProcessSandbox } from "./process-sandbox.ts";
import type { ProcessSpecification } from "./sandbox-process.ts";

/** What a sandbox of one side of a variant is made of. */
export interface SandboxParts {
  readonly variant: Variant;
  readonly code: Pick<PreparedPackage, "taskRoot" | "optRoot">;
  readonly command: RuntimeCommand;
  /** The files in /opt/extensions; undefined where extensions are disabled. */
  readonly extensions: readonly string[] | undefined;
  /** Given where the variant's initialization type is `snap-start`. */
  readonly snapStart: VariableFacts["snapStart"];
  readonly area: WorkArea;
  readonly clock: Clock;
}

/** A sandbox with Lambda's environment and nothing of the user's; not yet started. */
export function createSandbox(parts: SandboxParts): ProcessSandbox {
  const { extensions, area, clock } = parts;
  const temporaryFolder = area.nextTemporaryFolder();
  const facts = variableFacts(parts);
  const own = {
    // Not Lambda's: it is how a program is led away from the literal /tmp.
    TMPDIR: temporaryFolder,
  };
  return new ProcessSandbox({
    specification: (role, runtimeApi) => specification(parts, { ...facts, runtimeApi }, role, own),
    extensions,
    temporaryFolder,
    clock,
    onStarted: (pid) => area.session.noteLeader(pid),
  });
}

function variableFacts(parts: SandboxParts): Omit<VariableFacts, "runtimeApi"> {
  const { variant, code, command, snapStart, area, clock } = parts;
  const { runtime, handler, memoryMb, environment: user } = variant;
  const roots: RootPaths = {
    task: code.taskRoot,
    opt: code.optRoot,
    runtime: area.runtimeRoot,
    lang: languageRoot(command),
  };
  const logStream = newLogStream(clock.date());
  const functionName = functionNameOf(variant);
  return { runtime, handler, memoryMb, user, functionName, region, roots, logStream, snapStart };
}

function specification(
  { variant, code, command }: SandboxParts,
  facts: VariableFacts,
  role: ProcessRole,
  own: Readonly<Record<string, string>>,
): ProcessSpecification {
  if (role.kind === "extension") {
    const variables = { ...extensionVariables(facts), ...own };
    const file = join(code.optRoot, "extensions", basename(role.name));
    return { command: file, args: [], cwd: "/", variables, frames: false };
  }
  const { command: file, args } = command;
  const frames = readsFrames(variant);
  const variables = {
    ...lambdaVariables(facts),
    ...(frames ? { _LAMBDA_TELEMETRY_LOG_FD: "3" } : {}),
    ...own,
  };
  return { command: file, args, cwd: code.taskRoot, variables, frames };
}

/** A managed runtime is given a descriptor for its log; the bundled bootstraps, which write to stdout, are not. */
function readsFrames({ runtime, bootstrap }: Variant): boolean {
  return bootstrap !== undefined && familyOf(runtime) !== "provided";
}

/** What stands for /var/lang: the folder with the bin/ of the language runtime. Lambda's own where there is none. */
function languageRoot({ binary }: RuntimeCommand): string {
  return binary === undefined ? lambdaRoots.lang : dirname(dirname(binary.path));
}
