import type { Output } from "../../../src/cli/output.ts";

/** Nobody reads it. */
export const silentOutput: Output = {
  json: false,
  quiet: true,
  interactive: false,
  columns: 80,
  width: 80,
  data: () => {},
  part: () => {},
  result: () => {},
  note: () => {},
  warn: () => {},
  status: () => {},
};
