import type { MeasureColumn } from './columns.ts';
import { coarser, type GrainColumn, nests } from './grain.ts';
import { type Add, oneOf } from './problem.ts';
import type { SummaryDefinition } from './summary.ts';

/** What is wrong with a summary that is made from the rows of another. */
export function checkUpstream(summary: SummaryDefinition, upstream: SummaryDefinition, add: Add): void {
  const measures = Object.entries(upstream.columns).flatMap(([name, { kind }]) => (kind === 'ratio' ? [] : [name]));
  const stored = [...Object.keys(upstream.grain), ...measures];
  for (const [name, grain] of Object.entries(summary.grain)) checkUpstreamGrain(name, grain, upstream, stored, add);
  for (const [name, column] of Object.entries(summary.columns)) checkRollUp(name, column, upstream, stored, add);
  if (summary.zone !== upstream.zone) {
    add(
      '.zone',
      `the zone '${summary.zone}' over rows of ${upstream.name} in '${upstream.zone}'`,
      `'${upstream.zone}'`,
      'days of one zone cannot be put together to months of another: use the same zone, or read the sources',
    );
  }
  if (summary.weekStart !== upstream.weekStart) {
    add(
      '.weekStart',
      `weeks from ${summary.weekStart} over rows of ${upstream.name}, whose weeks begin on ${upstream.weekStart}`,
      `'${upstream.weekStart}'`,
      'use the same week start in both',
    );
  }
  if ((summary.refresh.by === null) !== (upstream.refresh.by === null)) {
    add(
      '.refresh.by',
      `refresh by ${summary.refresh.by ?? 'nothing'} over ${upstream.name}, refreshed by ${upstream.refresh.by ?? 'nothing'}`,
      'both by a time bucket or neither',
      "set 'by' on both, or leave it out on both",
    );
  } else if (summary.refresh.by && upstream.refresh.by && !nests(upstream.refresh.by, summary.refresh.by)) {
    add(
      '.refresh.by',
      `refresh by '${summary.refresh.by}' over ${upstream.name}, refreshed by '${upstream.refresh.by}'`,
      oneOf(coarser[upstream.refresh.by].filter((b) => b !== 'hour')),
      'whole partitions of the upstream must make whole partitions here',
    );
  }
}

function checkUpstreamGrain(
  name: string,
  grain: GrainColumn,
  upstream: SummaryDefinition,
  stored: readonly string[],
  add: Add,
): void {
  const from = grain.from ?? name;
  const target = upstream.grain[from];
  if (!target) {
    add(
      `.grain.${name}`,
      stored.includes(from)
        ? `'${from}', which is a measure of ${upstream.name}`
        : `the column '${from}', which ${upstream.name} does not have`,
      oneOf(Object.keys(upstream.grain), from),
      `use a column of the grain of ${upstream.name}`,
    );
  } else if (grain.bucket && target.bucket && !nests(target.bucket, grain.bucket)) {
    add(
      `.grain.${name}`,
      `${grain.bucket}s put together from ${target.bucket}s`,
      oneOf(coarser[target.bucket]),
      `a ${target.bucket} does not lie within one ${grain.bucket}: read the sources instead`,
    );
  }
}

/** Which kind of measure may be taken over a stored measure of the upstream. */
function checkRollUp(
  name: string,
  column: MeasureColumn,
  upstream: SummaryDefinition,
  stored: readonly string[],
  add: Add,
): void {
  if (column.kind === 'ratio') return;
  const path = `.columns.${name}`;
  if (column.kind === 'count') {
    add(
      path,
      `count() over rows of ${upstream.name}`,
      `sum of a count of ${upstream.name}`,
      `count() would count the rows of ${upstream.name}, not what they stand for: write sum('…') over its count`,
    );
    return;
  }
  const target = upstream.columns[column.of];
  if (!target) {
    if (column.kind === 'distinct' && upstream.grain[column.of]) return;
    add(
      path,
      `${column.kind} of '${column.of}', which is no stored measure of ${upstream.name}`,
      oneOf(stored, column.of),
      'correct the name',
    );
    return;
  }
  if (target.kind === 'distinct') {
    add(
      path,
      `${column.kind}('${column.of}'): a distinct count of ${upstream.name} rolled up`,
      `distinct('${target.of}') over the sources`,
      `somebody who came on two days would be counted twice: read the sources with rowsFrom and count distinct there`,
    );
    return;
  }
  if (column.kind === 'average' && target.kind !== 'average') {
    add(
      path,
      `average('${column.of}') over ${words(target)} of ${upstream.name}`,
      `a ratio, or an average that ${upstream.name} has`,
      `it would be the mean of rows of ${upstream.name}, not of what they stand for: divide by a count with ratio('…', '…'), or declare the average in ${upstream.name}`,
    );
    return;
  }
  if (column.kind === 'average' && column.weight !== null) {
    add(
      path,
      `a weight for the average '${column.of}' of ${upstream.name}`,
      `average('${column.of}')`,
      'leave the weight out: it is stored with the average it was declared for',
    );
    return;
  }
  const wanted =
    target.kind === 'ratio' ? null : target.kind === 'count' || target.kind === 'sum' ? 'sum' : target.kind;
  if (wanted === null) {
    add(
      path,
      `${column.kind}('${column.of}'): a ratio of ${upstream.name} rolled up`,
      'a ratio of two sums',
      `roll up its numerator and denominator and divide here: ratio('…', '…')`,
    );
  } else if (column.kind !== wanted) {
    add(
      path,
      `${column.kind}('${column.of}') over ${words(target)} of ${upstream.name}`,
      `${wanted}('${column.of}')`,
      `${words(target)} is put together by ${wanted}`,
    );
  }
}

function words({ kind }: MeasureColumn): string {
  if (kind === 'last') return 'a last value';
  return kind === 'average' ? 'an average' : `a ${kind}`;
}
