import type { Finding } from './part.ts';

/** Findings as a table in Markdown, which also reads well in a terminal. */
export function findingTable(findings: readonly Finding[]): string {
  const rows = findings.map(({ promise, what, measured, promised, kept }) => [
    ...[String(promise ?? ''), what, measured, promised, kept ? 'kept' : 'BROKEN'],
  ]);
  const all = [['#', 'what', 'measured', 'promised', ''], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(all[0] ?? []), rule, ...rows.map(line)].join('\n');
}
