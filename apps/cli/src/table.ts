/** A column of a table: its heading, and its cell of a row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => unknown>>;

// Longer cells would break the lines of most terminals.
const MOST = 60;

/** Rows as a table of text, as wide as they need. */
export function table<Row>(rows: readonly Row[], columns: Columns<Row>): string {
  const names = Object.keys(columns);
  const cells = rows.map((row) => names.map((name) => cellText(columns[name]?.(row))));
  const widths = names.map((name, index) => Math.max(name.length, ...cells.map((line) => (line[index] ?? '').length)));
  const lines = [names.map((name) => name.toUpperCase()), ...cells];
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Facts of one thing, a line each. */
export function facts(named: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(named).map((name) => name.length));
  return Object.entries(named)
    .map(([name, value]) => `${name.padEnd(width)}  ${textOf(value)}`.trimEnd())
    .join('\n');
}

function cellText(value: unknown): string {
  const text = textOf(value).replace(/\s+/g, ' ');
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
