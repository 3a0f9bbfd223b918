#!/usr/bin/env node
import { exitCode } from "./exit-codes.ts";
import { presentError } from "./present-error.ts";
import { runProgram } from "./program.ts";

// A reader that went away (`thaw report … | head`) is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? exitCode.done : exitCode.bug);
});

try {
  process.exit(await runProgram(process.argv.slice(2)));
} catch (error) {
  const presented = presentError(error);
  if (presented.text !== undefined) {
    process.stderr.write(`${presented.text}\n`);
  }
  process.exit(presented.code);
}
