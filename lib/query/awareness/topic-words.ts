import type { MeasureColumn } from '#lib/definition/columns.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';

/**
 * The definition of a summary with the labels, units, digits and fills that it leaves out and another of its topic declares:
 * revenue is in dollars, and its gaps are zeros, whichever summary answers.
 */
export function withTopicWords(
  summary: SummaryDefinition,
  topic: readonly Pick<SummaryDefinition, 'columns'>[],
): SummaryDefinition {
  const columns = Object.entries(summary.columns).map(([name, own]): [string, MeasureColumn] => {
    const declared = [
      own,
      ...topic.flatMap((each) => (Object.hasOwn(each.columns, name) ? (each.columns[name] ?? []) : [])),
    ];
    const first = <T>(of: (column: MeasureColumn) => T | null): T | null =>
      declared.map(of).find((each) => each !== null) ?? null;
    const words = {
      label: first(({ label }) => label),
      description: first(({ description }) => description),
      unit: first(({ unit }) => unit),
      scale: first(({ scale }) => scale),
      fill: first(({ fill }) => fill),
    };
    return [name, { ...own, ...words }];
  });
  return { ...summary, columns: Object.fromEntries(columns) };
}
