/** How a column stands. */
export type Alignment = "left" | "right";

/** A table whose source is aligned as well; cells are Markdown already. */
export interface Table {
  readonly header: readonly string[];
  readonly alignments: readonly Alignment[];
  readonly rows: readonly (readonly string[])[];
}

/** A GitHub table, its columns padded to one width. */
export function markdownTable({ header, alignments, rows }: Table): string {
  const widths = columnWidths(header, rows).map((width) => Math.max(3, width));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => padded(cell, widths[column] ?? 0, alignments[column])).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    alignments[column] === "right" ? `${"-".repeat(width + 1)}:` : `:${"-".repeat(width + 1)}`,
  );
  return [line(header), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

/** A table that is shown when somebody asks for it; empty where it has no rows. */
export function folded(summaryText: string, table: Table): string {
  return table.rows.length === 0
    ? ""
    : `<details>\n<summary>${summaryText}</summary>\n\n${markdownTable(table)}\n\n</details>`;
}

/** Cells for a terminal: two spaces between columns, no rules. */
export function plainTable({ header, alignments, rows }: Table): string {
  const widths = columnWidths(header, rows);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => padded(cell, widths[column] ?? 0, alignments[column]))
      .join("  ")
      .trimEnd();
  return [line(header), ...rows.map(line)].join("\n");
}

/**
 * Words that Markdown shows as they are, on one line: nothing in them becomes markup, a cell's end, HTML, or a
 * mention of somebody.
 */
export function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*[\]<>|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^[#+-](?= )/gu, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("@", "&#64;");
}

/** Foreign words as a code span, cut at `limit` characters. Not for table cells. */
export function codeSpan(text: string, limit = 240): string {
  const line = oneLine(text);
  const shown = line.length > limit ? `${line.slice(0, limit)}…` : line;
  const fence = "`".repeat(1 + longestRun(shown));
  const space = /^`|`$|^ .* $/.test(shown) ? " " : "";
  return shown === "" ? "" : `${fence}${space}${shown}${space}${fence}`;
}

/** Foreign lines as a code block, indented, the middle left out when there are many. */
export function codeBlock(text: string, indent: string, maxLines = 20): string {
  const lines = text.trimEnd().split(/\r?\n/).map(withoutControls);
  const half = Math.floor(maxLines / 2);
  const left = lines.length - 2 * half;
  const shown =
    lines.length > maxLines ? [...lines.slice(0, half), `… ${left} lines …`, ...lines.slice(-half)] : lines;
  const fence = "`".repeat(Math.max(3, 1 + longestRun(text)));
  return [fence, ...shown, fence].map((line) => `${indent}${line}`.trimEnd()).join("\n");
}

/** Foreign words on one line, without control characters. */
export function oneLine(text: string): string {
  return withoutControls(text.replace(/\s+/g, " ")).trim();
}

/** Terminal colours go with the other control characters. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/\u001b\[[0-9;]*m/g, "").replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function columnWidths(header: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return header.map((title, column) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column]))));
}

function widthOf(cell: string | undefined): number {
  return [...(cell ?? "")].length;
}

function padded(cell: string, width: number, alignment: Alignment | undefined): string {
  const space = " ".repeat(Math.max(0, width - widthOf(cell)));
  return alignment === "right" ? space + cell : cell + space;
}
