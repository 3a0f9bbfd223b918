/** Where a command writes: data to stdout, everything for people to stderr. */
export interface Output {
  readonly json: boolean;
  readonly quiet: boolean;
  /** True when stderr is a terminal on which a line may be rewritten. */
  readonly interactive: boolean;
  readonly columns: number;
  /** Columns for a result: those of the terminal that it goes to, else as many as it likes. */
  readonly width: number;
  /** Machine-readable data, or the text that was asked for. */
  data(text: string): void;
  /** A part of long data, as it is. */
  part(text: string): void;
  /** The result in words: stdout, or stderr under --json; silent under --quiet. */
  result(text: string): void;
  /** Progress and remarks: stderr; silent under --quiet. */
  note(text: string): void;
  /** Warnings and errors: stderr, always. */
  warn(text: string): void;
  /** Rewrites the last line of a terminal; an empty text removes it. */
  status(text: string): void;
}

/** The process's own streams. */
export function processOutput(flags: { readonly json?: boolean; readonly quiet?: boolean }): Output {
  const json = flags.json === true;
  const quiet = flags.quiet === true;
  let status = "";
  const clear = () => {
    if (status !== "") {
      process.stderr.write("\r\u001b[2K");
      status = "";
    }
  };
  const human = (text: string) => {
    clear();
    process.stderr.write(`${text}\n`);
  };
  const unlessQuiet = (write: (text: string) => void) => (text: string) => {
    if (!quiet) {
      write(text);
    }
  };
  const data = (text: string) => {
    clear();
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  };
  return {
    json,
    quiet,
    interactive: process.stderr.isTTY === true && process.env.TERM !== "dumb",
    columns: process.stderr.columns ?? 80,
    width: (json ? process.stderr : process.stdout).columns ?? Number.POSITIVE_INFINITY,
    data,
    part: (text) => {
      process.stdout.write(text);
    },
    result: unlessQuiet(json ? human : data),
    note: unlessQuiet(human),
    warn: human,
    status: unlessQuiet((text) => {
      clear();
      status = text;
      process.stderr.write(text);
    }),
  };
}
