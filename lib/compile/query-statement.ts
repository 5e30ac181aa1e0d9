import { type RawBuilder, sql } from 'kysely';
import { type Message, message } from '#lib/i18n/message.ts';
import type { Query } from '#lib/query/query.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import type { CompiledQuestion, HiddenColumn, QueryContext, TileRefusal } from './query-context.ts';
import { groupsOf, isExactGrain } from './query-groups.ts';
import { isLayered, type Layered, layeredQuery } from './query-layered.ts';
import { isPart, type Measure, measuresOf } from './query-measures.ts';
import { columnsOf, isTimeline, limitOf, mostRows, orderOf, rankings } from './query-order.ts';
import { groupedRows, isCompared, moments, type Parts } from './query-parts.ts';
import { shownPeriod } from './query-period.ts';
import { refuseCutPeriods, refuseWrong } from './query-refusals.ts';
import { rowsOfGeneration } from './read.ts';
import { Refusal } from './tile-refusal.ts';

/** A question as one statement. Pure: it opens nothing, and what cannot be answered rightly is refused with a way out. */
export function compileQuery(query: Query, context: QueryContext): CompiledQuestion | TileRefusal {
  try {
    return compiled(query, context);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, message: error.said };
    throw error;
  }
}

function compiled(query: Query, context: QueryContext): CompiledQuestion {
  const { generation, dialect } = context;
  const rows = rowsOfGeneration(generation);
  const groups = groupsOf(query, generation, dialect);
  const { bases, measures } = measuresOf(query.measures, generation, isExactGrain(groups, rows), dialect);
  const period = shownPeriod(groups, generation, rows, context);
  const across = groups.filter((group) => query.pivot.includes(group.dimension));
  const axes = { down: groups.filter((group) => !across.includes(group)), across };
  refuseWrong(query, measures, axes);
  if (period.compared) refuseCutPeriods(query, axes);
  const parts = { query, groups, bases, period, context };
  return {
    ok: true,
    groups,
    measures,
    period,
    newestFirst: isTimeline(query),
    notes: notesOf(measures),
    ...(isLayered(
      query,
      period.compared !== null,
      bases.some((base) => base.additivity === 'last'),
    )
      ? layeredQuery(parts, measures, axes)
      : plainQuery(parts, measures)),
  };
}

/** Only the rows a question asks for, in its order. */
function plainQuery(parts: Parts, measures: Measure[]): Layered {
  const { query, groups, context } = parts;
  const { dialect } = context;
  const compared = isCompared(parts);
  const ranked = rankings(query, groups, measures, dialect, compared);
  const limit = limitOf(query);
  // One row more than is shown tells that there are more. A limit of a pivot counts its rows, not their cells.
  const shown = limit.defined ? limit.rows * (ranked.bars ? columnsOf(query) : 1) : mostRows + 1;
  const hidden: HiddenColumn[] = [
    ...(compared ? (['_period'] as const) : []),
    ...(ranked.series ? (['_rank', '_count'] as const) : []),
  ];
  const columns = [
    ...groups.map((group) => sql.id('grouped', group.name)),
    ...measures.map((measure) => sql`${alone(measure, dialect)} as ${sql.id(measure.key)}`),
    ...hidden.map((name) => sql.id(name === '_period' ? 'grouped' : 'series', name)),
  ];
  const before = moments(parts).map((definition) => sql`${definition},\n`);
  return {
    query: sql`with ${sql.join(before, sql``)}${sql.id('grouped')} as (
${groupedRows(parts, false)}
)${ranked.definitions}
select ${sql.join(columns)}
from ${sql.id('grouped')}${ranked.joins}${orderOf(query, groups, measures, dialect, ranked, compared)}
${dialect.limit(compared ? 2 * shown : shown)}`,
    hidden,
    levels: [[...query.dimensions]],
    marked: null,
    limit,
  };
}

/** A measure of a row that is its own total: its share is all of it. */
function alone(measure: Measure, dialect: Dialect): RawBuilder<unknown> {
  const value = measure.expression('grouped');
  return isPart(measure.as) ? dialect.divide(value, value) : value;
}

function notesOf(measures: readonly Measure[]): Message[] {
  return measures
    .filter((measure) => isPart(measure.as) && measure.additivity === 'distinct')
    .map((measure) => message('note.shareOfDistinct', { measure: measure.name }));
}
