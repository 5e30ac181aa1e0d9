import { fits } from '#lib/compile/tile-values.ts';
import type { GrainColumn } from '#lib/definition/grain.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { hint, subjectName } from './check-names.ts';
import type { Query, QueryFilter } from './query.ts';
import { shortened } from './shortened.ts';

/** A filter on what the subject does not have, or with a value that its column cannot hold. */
export function checkFilters({ from, filters }: Query, summaries: readonly SummaryDefinition[]): Message | null {
  const columns = summaries.flatMap(({ grain }) => Object.entries(grain));
  for (const filter of filters) {
    const column = columns.find(([name]) => name === filter.column)?.[1];
    if (!column) {
      const known = columns.map(([name]) => name);
      const name = shortened(filter.column);
      return message('ask.noSuchDimension', { subject: subjectName(from), name, hint: hint(filter.column, known) });
    }
    const wrong = checkOperator(filter, column) ?? checkValues(filter, column);
    if (wrong) return wrong;
  }
  return null;
}

function checkOperator({ op, column: name }: QueryFilter, { kind }: GrainColumn): Message | null {
  const ordered = kind === 'integer' || kind === 'time';
  return op === 'between' && !ordered ? message('ask.noOrder', { name }) : null;
}

function checkValues(filter: QueryFilter, column: GrainColumn): Message | null {
  const kind = typeOf(column);
  const wrong = valuesOf(filter).find((value) => value !== null && !fits(kind, value));
  if (wrong === undefined || wrong === null) return null;
  return message('ask.value', { name: filter.column, text: shortened(wrong), kind });
}

/** The values a filter compares with; parts of a text may be looked for in any column. */
function valuesOf(filter: QueryFilter): readonly (string | null)[] {
  if (filter.op === 'in') return filter.values;
  return filter.op === 'between' ? [filter.from, filter.to] : [];
}

/** The widest type of a column's kind; what is stored may be narrower. */
function typeOf({ kind, bucket }: GrainColumn): 'text' | 'bigint' | 'boolean' | 'date' | 'timestamp' {
  if (kind === 'integer') return 'bigint';
  if (kind === 'time') return bucket === 'hour' ? 'timestamp' : 'date';
  return kind;
}
