import { type MeasureColumn, partsOfAverage, type RatioColumn } from './columns.ts';
import { type Add, oneOf } from './problem.ts';
import type { SummaryDefinition } from './summary.ts';
import { timeOf } from './time-of.ts';

/** The columns of the rows that a measure reads. */
export function inputsOf(column: MeasureColumn): string[] {
  if (column.kind === 'ratio') return [];
  const weight = column.kind === 'average' ? column.weight : null;
  return [column.of, weight].filter((input) => input !== null);
}

/** What is wrong with a summary's measures, whatever rows they read. */
export function checkMeasures(summary: SummaryDefinition, add: Add): void {
  for (const [name, column] of Object.entries(summary.columns)) {
    if (column.kind === 'ratio') checkRatio(summary, name, column, add);
    if (column.kind === 'average') checkParts(summary, name, add);
    if (column.kind === 'last') checkLast(summary, name, column.of, add);
    checkFill(name, column, add);
  }
}

function checkRatio(summary: SummaryDefinition, name: string, column: RatioColumn, add: Add): void {
  const others = Object.keys(summary.columns).filter((each) => each !== name);
  for (const part of [column.numerator, column.denominator]) {
    const target = summary.columns[part];
    if (!target || part === name) {
      add(
        `.columns.${name}`,
        `a ratio of '${part}', which is no measure of this summary`,
        oneOf(others, part),
        'name two measures of the same summary',
      );
    } else if (target.kind === 'ratio') {
      add(
        `.columns.${name}`,
        `a ratio of the ratio '${part}'`,
        'sums, counts, minima, maxima or distinct counts',
        'divide the measures that the inner ratio is made of',
      );
    } else if (target.kind === 'average') {
      add(
        `.columns.${name}`,
        `a ratio of the average '${part}'`,
        'sums, counts, minima, maxima or distinct counts',
        `an average is a ratio itself: declare the sum you want to divide, such as sum('${target.of}')`,
      );
    }
  }
}

/** The two sums of an average are columns of the summary's table too. */
function checkParts(summary: SummaryDefinition, name: string, add: Add): void {
  const parts = partsOfAverage(name);
  for (const part of [parts.total, parts.weight]) {
    if (!summary.columns[part] && !summary.grain[part]) continue;
    add(
      `.columns.${part}`,
      `a column '${part}' beside the average '${name}', one of whose two sums is stored under that name`,
      'another name',
      'rename one of the two',
    );
  }
}

function checkLast(summary: SummaryDefinition, name: string, of: string, add: Add): void {
  if (timeOf(summary)) return;
  add(
    `.columns.${name}`,
    `last('${of}') in a summary without a time column`,
    'a time column in the grain, such as day: date(…)',
    'add one: the last moment of each of its periods is the one that counts; or use sum() or max()',
  );
}

function checkFill(name: string, column: MeasureColumn, add: Add): void {
  const fills = ['zero', 'null', 'carry'];
  if (column.fill === null || fills.includes(column.fill)) return;
  add(`.columns.${name}`, `fill: '${String(column.fill)}'`, oneOf(fills), 'correct the word');
}
