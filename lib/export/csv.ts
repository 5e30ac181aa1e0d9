import type { Cell, ResultColumn, TileData } from '#lib/dashboard/tile-result.ts';

/**
 * A tile as CSV, exactly as it is on the screen: its rows in its order, limited as it is, the period compared with in
 * columns of its own. Values are the database's text, digit by digit.
 */
export function tileCsv(tile: TileData): string {
  const { comparison } = tile;
  const extra = comparison
    ? tile.columns.flatMap((column, at) => {
        if (column.role === 'dimension') return [];
        const label = `${column.label}, ${comparison.label}`;
        return [{ column: { ...column, label }, cells: comparison.values[at] ?? [] }];
      })
    : [];
  const all = [...tile.columns.map((column, at) => ({ column, cells: tile.values[at] ?? [] })), ...extra];
  const lines = [all.map(({ column }) => textCell(column.label)).join(',')];
  for (let row = 0; row < tile.rows; row++)
    lines.push(all.map(({ column, cells }) => csvCell(cells[row] ?? null, column)).join(','));
  return `${lines.join('\n')}\n`;
}

/** One cell: nothing for null, `""` for the empty text, as PostgreSQL's own CSV has it. */
export function csvCell(cell: Cell, column: Pick<ResultColumn, 'type'>): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 't' : 'f';
  return column.type === 'text' ? textCell(String(cell)) : quoted(String(cell));
}

/** A text that a spreadsheet would read as a formula gets an apostrophe in front. */
function textCell(text: string): string {
  return quoted(/^[-=+@\t\r]/.test(text) ? `'${text}` : text);
}

function quoted(text: string): string {
  return text === '' || /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
