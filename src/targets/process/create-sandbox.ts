import { dirname } from "node:path";
import type { PreparedPackage } from "../../packages/prepare-package.ts";
import type { Variant } from "../../plan/variant.ts";
import { lambdaRoots, type RootPaths } from "../../runtimes/search-paths.ts";
import { lambdaVariables } from "../../runtimes/variables.ts";
import type { Clock } from "../../shared/clock.ts";
import type { RuntimeCommand } from "./command.ts";
import { functionNameOf, newLogStream, region } from "./function-identity.ts";
import { ProcessSandbox } from "./process-sandbox.ts";
import type { WorkArea } from "./work-area.ts";

/** What a sandbox of one side of a variant is made of. */
export interface SandboxParts {
  readonly variant: Variant;
  readonly code: PreparedPackage;
  readonly command: RuntimeCommand;
  readonly area: WorkArea;
  readonly clock: Clock;
}

/** A sandbox with Lambda's environment and nothing of the user's; not yet started. */
export function createSandbox({ variant, code, command, area, clock }: SandboxParts): ProcessSandbox {
  const temporaryFolder = area.nextTemporaryFolder();
  const roots: RootPaths = {
    task: code.taskRoot,
    opt: code.optRoot,
    runtime: area.runtimeRoot,
    lang: languageRoot(command),
  };
  const { runtime, handler, memoryMb, environment: user } = variant;
  const facts = { runtime, handler, memoryMb, user, functionName: functionNameOf(variant), region, roots };
  const logStream = newLogStream(clock.date());
  return new ProcessSandbox({
    ...command,
    cwd: code.taskRoot,
    temporaryFolder,
    variables: (runtimeApi) => ({
      ...lambdaVariables({ ...facts, logStream, runtimeApi }),
      // Not Lambda's: it is how a program is led away from the literal /tmp.
      TMPDIR: temporaryFolder,
    }),
    clock,
    onStarted: (pid) => area.session.noteLeader(pid),
  });
}

/** What stands for /var/lang: the folder with the bin/ of the language runtime. Lambda's own where there is none. */
function languageRoot({ binary }: RuntimeCommand): string {
  return binary === undefined ? lambdaRoots.lang : dirname(dirname(binary.path));
}
