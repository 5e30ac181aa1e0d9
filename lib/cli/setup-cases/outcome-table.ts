/** What became of a case. */
export type Outcome = {
  name: string;
  expects: string;
  result: 'passed' | 'failed' | 'skipped';
  seconds: number;
  message: string;
};

/** One line per case, then how many there were of each. */
export function outcomeTable(outcomes: Outcome[]): string {
  const rows = outcomes.map(({ name, expects, result, seconds, message }) => [
    result,
    `${seconds.toFixed(1)} s`,
    name,
    expects,
    message.replace(/\s+/g, ' ').slice(0, 160),
  ]);
  const all = [['', 'took', 'case', 'expected', 'seen'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const count = (wanted: Outcome['result']) => outcomes.filter(({ result }) => result === wanted).length;
  return [...lines, '', `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`].join('\n');
}
