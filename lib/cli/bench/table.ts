/** One measured figure. An aim is a limit the figure should stay under. */
export type Figure = { what: string; value: number; unit: 's' | 'ms' | 'MB' | 'kB' | '×'; aim?: number };

const decimals: Record<Figure['unit'], number> = { s: 1, ms: 1, MB: 0, kB: 0, '×': 2 };

/** Figures as a small table, in the order given; a missed aim is marked. */
export function figureTable(title: string, figures: Figure[]): string {
  const rows = figures.map(({ what, value, unit, aim }) => [
    what,
    `${value.toFixed(decimals[unit])} ${unit}`,
    aim === undefined ? '' : `< ${aim} ${unit}`,
    aim === undefined ? '' : value < aim ? 'met' : 'MISSED',
  ]);
  const all = [['', 'measured', 'aim', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...lines].join('\n');
}
