const columns = [
  { title: "", of: (row) => row.what },
  { title: "measured", of: (row) => row.measured },
  { title: "floor", of: (row) => row.floor ?? "" },
  { title: "judged", of: (row) => row.judged ?? "" },
  { title: "limit", of: (row) => row.limit ?? "" },
  { title: "", of: (row) => (row.held === undefined ? "" : row.held ? "held" : "NOT HELD") },
];

/** One table for all parts, columns aligned over the whole of it. */
export function formatTable(parts) {
  const rows = parts.flatMap((part) => part.rows);
  const widths = columns.map(({ title, of }) => Math.max(title.length, ...rows.map((row) => of(row).length)));
  const heading = line(
    columns.map(({ title }) => title),
    widths,
  );
  const sections = parts.map(({ title, rows }) => {
    const lines = rows.map((row) =>
      line(
        columns.map(({ of }) => of(row)),
        widths,
      ),
    );
    return `\n${title}\n${lines.join("")}`;
  });
  return `\n${heading}${sections.join("")}\n`;
}

function line(cells, widths) {
  return `  ${cells.map((cell, index) => cell.padEnd(widths[index])).join("  ")}`.trimEnd().concat("\n");
}
