import { type CellMark, cellAt, markAt, type TileLine, tileLines } from '#lib/dashboard/tile-lines.ts';
import type { Cell, ResultColumn, TileData } from '#lib/query/result.ts';

/**
 * A tile as CSV, exactly as it is on the screen: its rows in its order, limited as it is, the period compared with in
 * columns of its own, totals where they stand. Values are the database's text, digit by digit.
 */
export function tileCsv(tile: TileData): string {
  const { comparison } = tile;
  const extra = comparison
    ? tile.columns.flatMap((column, at) => {
        if (column.role === 'dimension') return [];
        const label = `${labelOf(column)}, ${comparison.label}`;
        const cell = ({ level, row }: TileLine) =>
          (level === 0 ? comparison.values : comparison.totals?.[level - 1]?.values)?.[at]?.[row] ?? null;
        return [{ column, label, text: (line: TileLine) => csvCell(cell(line), column) }];
      })
    : [];
  const own = tile.columns.map((column, at) => ({
    column,
    label: labelOf(column),
    text: (line: TileLine) => marks[markAt(tile, line, at) ?? 'none'] ?? csvCell(cellAt(tile, line, at), column),
  }));
  const all = [...own, ...extra];
  const lines = [
    all.map(({ label }) => textCell(label)),
    ...tileLines(tile).map((line) => all.map(({ text }) => text(line))),
  ];
  return `${lines.map((cells) => cells.join(',')).join('\n')}\n`;
}

const marks: Partial<Record<NonNullable<CellMark> | 'none', string>> = { others: 'Others', total: 'Total' };

const forms: Record<NonNullable<ResultColumn['as']>, string> = {
  share: 'share of total',
  'share-of-row': 'share of row',
  'share-of-column': 'share of column',
  change: 'change',
  growth: 'growth',
};

function labelOf({ label, as }: ResultColumn): string {
  return as === undefined ? label : `${label}, ${forms[as]}`;
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
