import { coarser, type TimeBucket } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { timeOf } from '#lib/definition/time-of.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { hint, subjectName } from './check-names.ts';
import type { Query } from './query.ts';
import { shortened } from './shortened.ts';

/** A measure, dimension or width of time that no summary of the subject has. */
export function checkColumns(query: Query, summaries: readonly SummaryDefinition[]): Message | null {
  return checkMeasures(query, summaries) ?? checkDimensions(query, summaries) ?? checkGrain(query, summaries);
}

function checkMeasures({ from, measures }: Query, summaries: readonly SummaryDefinition[]): Message | null {
  const known = summaries.flatMap(({ columns }) => Object.keys(columns));
  const wrong = measures.find(({ name }) => !known.includes(name));
  if (!wrong) return null;
  const values = { subject: subjectName(from), name: shortened(wrong.name), hint: hint(wrong.name, known) };
  return message('ask.noSuchMeasure', values);
}

function checkDimensions({ from, dimensions }: Query, summaries: readonly SummaryDefinition[]): Message | null {
  const subject = subjectName(from);
  const columns = summaries.flatMap(({ grain }) => Object.entries(grain));
  for (const dimension of dimensions) {
    if (dimension === '@') continue;
    const [name = '', bucket] = dimension.split(/@(.*)/s);
    const named = columns.filter(([each]) => each === name);
    if (named.length === 0) {
      const known = columns.map(([each]) => each);
      return message('ask.noSuchDimension', { subject, name: shortened(name), hint: hint(name, known) });
    }
    if (bucket === undefined) continue;
    const widths = named.flatMap(([, column]) => (column.bucket ? coarser[column.bucket] : []));
    if (widths.length === 0) return message('ask.noBuckets', { name: shortened(name) });
    if (!widths.some((each) => each === bucket)) {
      const known = [...new Set(widths)].join(', ');
      return message('ask.noBucket', { name: shortened(name), bucket: shortened(bucket), known });
    }
  }
  return null;
}

function checkGrain({ from, grain, range }: Query, summaries: readonly SummaryDefinition[]): Message | null {
  const subject = subjectName(from);
  const kept = summaries.flatMap((summary) => timeOf(summary)?.bucket ?? []);
  if (kept.length === 0) return grain === null && range === null ? null : message('ask.noTime', { subject });
  const shown = new Set<TimeBucket>(kept.flatMap((bucket) => coarser[bucket]));
  if (grain === null || shown.has(grain)) return null;
  const known = coarser.hour.filter((bucket) => shown.has(bucket)).join(', ');
  return message('ask.grain', { subject, grain, known });
}
