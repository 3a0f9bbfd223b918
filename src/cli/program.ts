import { Command, CommanderError, Option } from "commander";
import { type ExitCode, exitCode } from "./exit-codes.ts";
import { processOutput } from "./output.ts";
import { harnessVersion } from "./version.ts";

const environmentHelp = `
Exit codes:
  0 done   1 a gate failed   2 wrong input   3 target or runtime not available here, or gone
  4 done, but samples failed or a limit ended it   5 a gate could not decide
  70 a bug in thaw   130, 143 interrupted

Environment:
  NO_COLOR         no colours
  AWS_REGION, AWS_PROFILE, THAW_LAMBDA_ROLE, AWS_ENDPOINT_URL   for AWS Lambda (docs/aws-lambda.md)
  THAW_CACHE_DIR   where build results are kept (default: $XDG_CACHE_HOME/thaw or ~/.cache/thaw)
  DOCKER_HOST, DOCKER_CONTEXT   the container engine, as for the docker command
  THAW_HARNESS_ADDRESS          this machine's address as an engine elsewhere sees it`;

const pricesHelp = "prices of your own, by region and month (docs/prices.md)";

/**
 * Reads the command line and runs the one command that it names. Flags are declared here and nowhere else;
 * a command's own code, and what that needs, is loaded only when it is called.
 */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = buildProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.code === "commander.helpDisplayed" || error.code === "commander.version"
        ? exitCode.done
        : exitCode.badInput;
    }
    throw error;
  }
}

function buildProgram(finish: (code: ExitCode) => void): Command {
  const program = new Command("thaw")
    .description(
      "Cold-start and performance benchmarks for AWS Lambda functions, with numbers that can be trusted",
    )
    .version(harnessVersion, "-V, --version")
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .exitOverride()
    .addHelpText("after", environmentHelp);
  addRun(program, finish);
  addPlan(program, finish);
  addValidate(program, finish);
  addReport(program, finish);
  addCompare(program, finish);
  addImport(program, finish);
  addInvoke(program, finish);
  addPull(program, finish);
  addDeploy(program, finish);
  addCleanup(program, finish);
  addConformance(program, finish);
  addDoctor(program, finish);
  return program;
}

function addRun(program: Command, finish: (code: ExitCode) => void): void {
  const run = subcommand(program, "run", "plan, measure, record and report")
    .argument("[paths...]", "scenario files, or folders of them (default: scenarios/)")
    .option("--out <dir>", "the run directory (default: results/<run-id>)")
    .option("--resume <dir>", "take what an unfinished run still lacks")
    .option("--max-time <duration>", "end measuring after this long, e.g. 90s, 10m")
    .addOption(failOnFlag("with a baseline all of them, else budget"))
    .option("--max-cost <usd>", "on AWS: end measuring before it costs more (default: 1)")
    .option("--prices <file>", pricesHelp)
    .option("--keep", "on AWS: leave what was made, for thaw cleanup")
    .option("--allow-unavailable", "report variants whose runtime is not here, instead of exit code 3")
    .option("--measure-identical", "measure also variants whose two sides are the same to the byte")
    .option("--watch <phases>", "with a baseline: what is judged (default: init,coldStart,warm.invoke)")
    .addOption(
      new Option("--until <when>", "with a baseline: measure no variant on that is decided").choices([
        "decided",
      ]),
    )
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { runCommand } = await import("./commands/run.ts");
      finish(await runCommand(paths, options, processOutput(options)));
    });
  planFlags(targetFlags(run)).addHelpText(
    "after",
    `
Examples:
  thaw run                                    every scenario in scenarios/
  thaw run hello.yaml --cold 50 --warm 20     more samples
  thaw run --filter tag=quick --filter memory=512
  thaw run hello.yaml --runtime-binary nodejs22.x=/opt/node22/bin/node
  thaw run --baseline main --until decided    is the working tree slower than main?
  thaw run --resume results/2026-11-23T19-20-11Z-a1b2`,
  );
}

function addPlan(program: Command, finish: (code: ExitCode) => void): void {
  const plan = subcommand(program, "plan", "show variants, samples and expected time; measure nothing")
    .argument("[paths...]", "scenario files, or folders of them (default: scenarios/)")
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { planCommand } = await import("./commands/plan.ts");
      finish(await planCommand(paths, options, processOutput(options)));
    });
  planFlags(plan)
    .option("--prices <file>", pricesHelp)
    .addOption(
      new Option("--target <target>", "with lambda: also functions, calls, time and cost on AWS").choices([
        "process",
        "docker",
        "lambda",
        "auto",
      ]),
    )
    .addHelpText("after", "\nExample:\n  thaw plan scenarios/ --filter runtime=nodejs22.x --cold 50");
}

function addValidate(program: Command, finish: (code: ExitCode) => void): void {
  subcommand(program, "validate", "check scenario files")
    .argument("[paths...]", "scenario files, or folders of them (default: scenarios/)")
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { validateCommand } = await import("./commands/validate.ts");
      finish(await validateCommand(paths, processOutput(options)));
    })
    .addHelpText("after", "\nExample:\n  thaw validate scenarios/ my-scenario.yaml");
}

function addReport(program: Command, finish: (code: ExitCode) => void): void {
  subcommand(program, "report", "rebuild a run's reports, or print one; several runs: side by side")
    .argument("<runs...>", "run directories")
    .addOption(
      new Option("--format <format>", "print to stdout instead of rebuilding the files").choices([
        "md",
        "csv",
        "samples-csv",
        "json",
        "hgrm",
      ]),
    )
    .option(
      "--filter <key=value>",
      "with hgrm: one variant, side, phase or temperature; may be repeated",
      collect,
    )
    .option("--prices <file>", `${pricesHelp}, in place of the run's`)
    .action(async (runs: string[], options: Record<string, unknown>) => {
      const { reportCommand } = await import("./commands/report.ts");
      finish(await reportCommand(runs, options, processOutput(options)));
    })
    .addHelpText(
      "after",
      `
Examples:
  thaw report results/2026-11-23T19-20-11Z-a1b2                 rebuild histograms.json, summary.csv, report.md
  thaw report results/2026-11-23T19-20-11Z-a1b2 --format hgrm --filter phase=coldStart \\
    --filter variant=hello/nodejs22.x/128/x86_64/zip/none       one series for HdrHistogram's plotter
  thaw report results/monday results/tuesday                    side by side, no verdict`,
    );
}

function addCompare(program: Command, finish: (code: ExitCode) => void): void {
  subcommand(program, "compare", "compare two runs, or the two sides of one")
    .argument("<base>", "a run directory")
    .argument("[candidate]", "a second one; without it, the two sides of the first are compared")
    .addOption(
      new Option("--format <format>", "print this instead of a table").choices([
        "md",
        "json",
        "junit",
        "github",
      ]),
    )
    .addOption(failOnFlag("any"))
    .option("--watch <phases>", "what is judged (default: as the run had it, init,coldStart,warm.invoke)")
    .option("--prices <file>", `${pricesHelp}, in place of the runs'`)
    .option("--force", "compare runs that should not be, and say so")
    .action(async (base: string, candidate: string | undefined, options: Record<string, unknown>) => {
      const { compareCommand } = await import("./commands/compare.ts");
      finish(await compareCommand(base, candidate, options, processOutput(options)));
    })
    .addHelpText(
      "after",
      `
Exit code 1: something watched is slower, or a budget is broken. 5: that could not be told.

Examples:
  thaw compare results/2026-11-23T19-20-11Z-a1b2             the two sides of a run with --baseline
  thaw compare results/monday results/tuesday                two runs; drift between them is not excluded
  thaw compare results/pr --format md > comment.md           for a pull request`,
    );
}

function addImport(program: Command, finish: (code: ExitCode) => void): void {
  subcommand(program, "import", "make a run directory of the REPORT lines of a log export")
    .argument("<files...>", "logs as text, JSON or CSV, gzipped or not; - is standard input")
    .option("--out <dir>", "the run directory (default: results/<run-id>)")
    .action(async (files: string[], options: Record<string, unknown>) => {
      const { importCommand } = await import("./commands/import.ts");
      finish(await importCommand(files, options, processOutput(options)));
    })
    .addHelpText(
      "after",
      `
Examples:
  aws logs tail /aws/lambda/orders --since 1d | thaw import - --out results/production
  thaw import log-events-viewer-result.csv                    what CloudWatch's console exports
  thaw import monday.json tuesday.json --out results/week`,
    );
}

function addInvoke(program: Command, finish: (code: ExitCode) => void): void {
  const invoke = subcommand(program, "invoke", "one invocation, shown with its log and REPORT line")
    .argument("<scenario>", "a scenario file")
    .action(async (scenario: string, options: Record<string, unknown>) => {
      const { invokeCommand } = await import("./commands/invoke.ts");
      finish(await invokeCommand(scenario, options, processOutput(options)));
    });
  filterFlag(targetFlags(invoke)).addHelpText(
    "after",
    "\nExample:\n  thaw invoke scenarios/order-api.yaml --filter runtime=nodejs22.x",
  );
}

function addPull(program: Command, finish: (code: ExitCode) => void): void {
  const pull = subcommand(program, "pull", "fetch the images that the scenarios need for the docker target")
    .argument("[paths...]", "scenario files, or folders of them (default: scenarios/)")
    .option("--image <id=name>", "the image for a runtime identifier; may be repeated", collect)
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { pullCommand } = await import("./commands/pull.ts");
      finish(await pullCommand(paths, options, processOutput(options)));
    });
  filterFlag(pull).addHelpText("after", "\nExample:\n  thaw pull scenarios/ --filter runtime=nodejs22.x");
}

function addDeploy(program: Command, finish: (code: ExitCode) => void): void {
  const deploy = subcommand(program, "deploy", "make on AWS what the scenarios measure, and leave it there")
    .argument("[paths...]", "scenario files, or folders of them (default: scenarios/)")
    .option("--endpoint <url>", "what stands in for AWS (default: AWS_ENDPOINT_URL)")
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { deployCommand } = await import("./commands/deploy.ts");
      finish(await deployCommand(paths, options, processOutput(options)));
    });
  filterFlag(deploy).addHelpText(
    "after",
    `
Runs of the same scenario files take it as it stands where nothing has changed: thaw run --target lambda --keep.

Example:
  thaw deploy scenarios/hello.yaml`,
  );
}

function addCleanup(program: Command, finish: (code: ExitCode) => void): void {
  subcommand(program, "cleanup", "remove what killed runs left on the engine or on AWS")
    .addOption(new Option("--target <target>", "where (default: docker)").choices(["docker", "lambda"]))
    .argument("[paths...]", "on AWS: scenario files whose regions are looked at, too")
    .option("--endpoint <url>", "what stands in for AWS (default: AWS_ENDPOINT_URL)")
    .option(
      "--region <region>",
      "on AWS: look here; may be repeated (default: the caller's, and all that runs of this machine used)",
      collect,
    )
    .option("--older-than <duration>", "only what was made longer ago, e.g. 1h")
    .option("--deployed", "on AWS: also what thaw deploy or --keep made to stay")
    .option("--dry-run", "say what there is, and remove nothing")
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { cleanupCommand } = await import("./commands/cleanup.ts");
      finish(await cleanupCommand(paths, options, processOutput(options)));
    })
    .addHelpText(
      "after",
      `
Examples:
  thaw cleanup --target docker --dry-run
  thaw cleanup --target lambda --older-than 1h
  thaw cleanup --target lambda --region us-east-1 --region eu-west-1 --deployed`,
    );
}

function addConformance(program: Command, finish: (code: ExitCode) => void): void {
  const conformance = subcommand(
    program,
    "conformance",
    "does a custom runtime keep the Runtime API's contract?",
  )
    .argument(
      "<runtime>",
      "the runtime's executable file, its folder the task root; or a scenario (.yaml, .json)",
    )
    .addOption(
      new Option("--format <format>", "of the report on stdout (default: md)").choices([
        "md",
        "json",
        "junit",
      ]),
    )
    .option("--no-convention", "leave out the checks that need a function which keeps the convention")
    .option(
      "--handler <handler>",
      "with an executable file: the function's _HANDLER (default: function.handler)",
    )
    .action(async (runtime: string, options: Record<string, unknown>) => {
      const { conformanceCommand } = await import("./commands/conformance.ts");
      finish(await conformanceCommand(runtime, options, processOutput(options)));
    });
  runtimeBinaryFlag(filterFlag(conformance)).addHelpText(
    "after",
    `
The function must keep the convention of docs/conformance.md: {"action":"echo","payload":X} is answered X, and so on.
Exit code 1: a required check does not hold. Optional checks never decide.

Examples:
  thaw conformance build/bootstrap
  thaw conformance build/bootstrap --format junit > conformance.xml
  thaw conformance ./bootstrap --no-convention                    any function
  thaw conformance my-runtime.yaml --filter runtime=nodejs22.x    the first variant that is left`,
  );
}

function addDoctor(program: Command, finish: (code: ExitCode) => void): void {
  const doctor = subcommand(
    program,
    "doctor",
    "which targets and runtimes work here, and what disturbs measuring",
  )
    .addOption(
      new Option("--target <target>", "ask AWS for credentials, region and each needed action").choices([
        "lambda",
      ]),
    )
    .argument("[paths...]", "with --target: scenario files whose regions are asked, too")
    .option("--endpoint <url>", "what stands in for AWS (default: AWS_ENDPOINT_URL)")
    .option(
      "--region <region>",
      "with --target: ask this region; may be repeated (default: the caller's)",
      collect,
    )
    .action(async (paths: string[], options: Record<string, unknown>) => {
      const { doctorCommand } = await import("./commands/doctor.ts");
      finish(await doctorCommand(paths, options, processOutput(options)));
    });
  runtimeBinaryFlag(doctor);
}

function subcommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--json", "machine-readable on stdout, everything human on stderr")
    .option("-q, --quiet", "errors and warnings only");
}

function planFlags(command: Command): Command {
  return filterFlag(command)
    .option("--cold <n>", "environments per variant, in place of samples.cold")
    .option("--warm <n>", "warm invocations per environment, in place of samples.warm")
    .option("--seed <n>", "seed of the order (default: from the plan, printed)")
    .option("--baseline <ref|dir>", "measure a git ref's code, or a folder's, beside the working tree's");
}

function filterFlag(command: Command): Command {
  return command.option(
    "--filter <key=value>",
    "keep variants by axis, scenario or tag; may be repeated",
    collect,
  );
}

function targetFlags(command: Command): Command {
  return runtimeBinaryFlag(command)
    .option("--image <id=name>", "the image for a runtime identifier; may be repeated", collect)
    .option("--endpoint <url>", "what stands in for AWS (default: AWS_ENDPOINT_URL)")
    .option("--function <arn>", "an existing function of AWS to measure; it is restored")
    .option("--allow-unfaithful", "run variants that need more CPU than this machine has, and mark them")
    .addOption(
      new Option("--target <target>", "what runs the variants").choices([
        "process",
        "docker",
        "lambda",
        "auto",
      ]),
    );
}

function failOnFlag(byDefault: string): Option {
  return new Option(
    "--fail-on <what>",
    `what gives exit code 1, or 5 where it cannot be told (default: ${byDefault})`,
  ).choices(["slower", "budget", "any"]);
}

function runtimeBinaryFlag(command: Command): Command {
  return command.option(
    "--runtime-binary <id=path>",
    "the binary for a runtime identifier; may be repeated",
    collect,
  );
}

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
