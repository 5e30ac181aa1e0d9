import type { Check } from './checks.ts';
import { partsOfAverage } from './columns.ts';
import { compileOnly } from './compile-only.ts';
import { type Add, oneOf } from './problem.ts';
import { rowsShape } from './rows-shape.ts';
import type { SummaryDefinition } from './summary.ts';

/** What is wrong with a summary's checks. */
export function checkChecks(summary: SummaryDefinition, add: Add): void {
  for (const [index, check] of summary.checks.entries()) {
    const path = `.checks[${index}]`;
    if (check.kind === 'sql') checkSql(check, summary, path, add);
    else checkColumn(check, summary, path, add);
    if (check.kind === 'usual' && !(check.within > 0 && Number.isFinite(check.within))) {
      add(path, `within: ${check.within}`, 'a number above 0, such as 0.5 for half', 'correct the number');
    }
  }
}

function checkColumn(check: Exclude<Check, { kind: 'sql' }>, summary: SummaryDefinition, path: string, add: Add): void {
  const name = check.kind === 'conserves' || check.kind === 'usual' ? check.measure : check.column;
  if (name === null) return;
  const parts = Object.entries(summary.columns).flatMap(([each, column]) =>
    column.kind === 'average' ? Object.values(partsOfAverage(each)) : [],
  );
  if (parts.includes(name)) return;
  const stored = [...Object.keys(summary.grain), ...Object.keys(summary.columns)];
  if (!stored.includes(name)) {
    add(path, `a check of '${name}', which this summary does not have`, oneOf(stored, name), 'correct the name');
    return;
  }
  const kind = summary.columns[name]?.kind;
  if (check.kind !== 'conserves' && check.kind !== 'usual') {
    if (kind === 'ratio') {
      add(path, `a check of '${name}', which is a ratio`, 'a stored column', 'check what it is divided from, or by');
    }
    if (kind === 'average') add(path, `a check of '${name}', which is an average`, ...sumsOf(name));
    return;
  }
  if (kind === 'sum' || kind === 'count' || kind === 'last') return;
  if (kind === 'average' && check.kind === 'conserves') return;
  const what = check.kind === 'conserves' ? 'conservation' : 'the usual total';
  if (kind === 'average') add(path, `${what} of '${name}', which is an average`, ...sumsOf(name));
  else {
    add(
      path,
      `${what} of '${name}', which is ${kind ? `a ${kind}` : 'a dimension'}`,
      'a sum or a count',
      'check a measure that adds up',
    );
  }
}

function sumsOf(average: string): [expected: string, todo: string] {
  const { total, weight } = partsOfAverage(average);
  return [`'${total}' or '${weight}', the two sums it is stored as`, 'check one of these'];
}

function checkSql(check: Extract<Check, { kind: 'sql' }>, summary: SummaryDefinition, path: string, add: Add): void {
  if (check.name.trim() === '') add(path, 'a check without a name', 'a name', 'say in words what must hold');
  const same = summary.checks.filter((each) => each.kind === 'sql' && each.name === check.name);
  if (same[0] !== check) add(path, `a second check '${check.name}'`, 'each name once', 'rename one of the two');
  let tables: string[];
  try {
    tables = rowsShape(check.rows(compileOnly())).tables;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    add(path, `the query of '${check.name}' throws: ${words}`, 'a Kysely select', 'correct the query');
    return;
  }
  const known = ['built', ...check.sources.map((source) => source.table)];
  for (const table of tables) {
    if (known.includes(table)) continue;
    add(
      path,
      `the table '${table}', which is none of the check's sources`,
      oneOf(known, table),
      'add its source to `sources`, or read the rows just built as `built`',
    );
  }
}
