import { type RawBuilder, sql } from 'kysely';
import type { Days } from '#lib/definition/date-range.ts';
import type { Query } from '#lib/query/query.ts';
import type { CompiledQuestion, HiddenColumn, QueryContext, TileRefusal } from './query-context.ts';
import { type Group, groupsOf, isExactGrain } from './query-groups.ts';
import { type Base, measuresOf } from './query-measures.ts';
import { limitOf, mostRows, mostSeries, orderOf, rankings } from './query-order.ts';
import { where } from './query-where.ts';
import { relationAt, rowsOfGeneration } from './read.ts';
import type { StoredRelation } from './stored.ts';
import { type Period, shownPeriod } from './query-period.ts';
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
  const compared = period.compared !== null;
  const grouped = groupedRows(query, groups, bases, period, context);
  const ranked = rankings(query, groups, measures, dialect, compared);
  const order = orderOf(query, groups, measures, dialect, ranked, compared);
  const limit = limitOf(query);
  // One row more than is shown tells that there are more. A limit of a pivot counts its rows, not their cells.
  const shown = limit.defined ? limit.rows * (ranked.bars ? mostSeries : 1) : mostRows + 1;

  const hidden: HiddenColumn[] = [
    ...(compared ? (['_period'] as const) : []),
    ...(ranked.series ? (['_rank', '_count'] as const) : []),
  ];
  const columns = [
    ...groups.map((group) => sql.id('grouped', group.name)),
    ...measures.map((measure) => sql`${measure.expression} as ${sql.id(measure.key)}`),
    ...hidden.map((name) => sql.id(name === '_period' ? 'grouped' : 'series', name)),
  ];
  return {
    ok: true,
    query: sql`with ${sql.id('grouped')} as (
${grouped}
)${ranked.definitions}
select ${sql.join(columns)}
from ${sql.id('grouped')}${ranked.joins}${order.by}
${dialect.limit(compared ? 2 * shown : shown)}`,
    groups,
    measures,
    hidden,
    levels: [query.dimensions],
    period,
    newestFirst: order.newestFirst,
    limit,
    notes: [],
  };
}

/** One row per group: of each relation and period on its own, then put together on the group's columns. */
function groupedRows(
  query: Query,
  groups: Group[],
  bases: Base[],
  period: Period,
  context: QueryContext,
): RawBuilder<unknown> {
  const relations = [...new Set(bases.map((base) => base.relation))];
  const periods = period.compared ? [period.days, period.compared] : [period.days];
  const parts = periods.flatMap((days, index) =>
    relations.map((relation) => part(query, relation, groups, bases, days, period, index, context)),
  );
  const all = sql.join(parts, sql`\n  union all\n`);
  if (relations.length === 1) return all;
  const keys = [...groups.map((group) => sql.id(group.name)), ...(period.compared ? [sql.id('_period')] : [])];
  // Every measure stands in the part of its own relation only, so its one value is the largest. A join would need a
  // null-safe condition, which PostgreSQL can neither hash nor merge.
  const put = bases.map((base) => {
    const one = sql`max(${sql.id(base.name)})`;
    return sql`${base.additivity === 'distinct' ? sql`coalesce(${one}, 0)` : one} as ${sql.id(base.name)}`;
  });
  const by = keys.length === 0 ? sql`` : sql`\n  group by ${sql.join(keys)}`;
  return sql`  select ${sql.join([...keys, ...put])}\n  from (\n${all}\n  ) as ${sql.id('parts')}${by}`;
}

function part(
  query: Query,
  relation: StoredRelation,
  groups: Group[],
  bases: Base[],
  days: Days | null,
  period: Period,
  index: number,
  context: QueryContext,
): RawBuilder<unknown> {
  const needed = relation.columns.filter(
    (column) =>
      column.role !== 'measure' || bases.some((base) => base.relation === relation && base.name === column.name),
  );
  const limits = { scope: context.scope, filters: query.filters, time: period.time, days };
  const { dialect, schema, epoch } = context;
  const from = sql`${relationAt(schema, relation, epoch, needed, dialect)}${where(relation, limits, dialect)}`;
  const named = groups.map((group) => sql`${group.expression} as ${sql.id(group.name)}`);
  const entity = relation.columns.find((column) => column.role === 'entity');
  const selected = [
    ...(entity ? groups.map((group) => sql.id(group.name)) : named),
    ...bases.map((base) => {
      const own = base.relation === relation;
      return sql`${own ? base.aggregate : dialect.nothing(base.sqlType)} as ${sql.id(base.name)}`;
    }),
    ...(period.compared ? [sql`${sql.raw(String(index))} as ${sql.id('_period')}`] : []),
  ];
  const by =
    groups.length === 0 ? sql`` : sql`\n  group by ${sql.join(groups.map((_, place) => sql.raw(String(place + 1))))}`;
  if (!entity) return sql`  select ${sql.join(selected)}\n  from ${from}${by}`;
  // `count(distinct …)` sorts, `select distinct` hashes: a half to a quarter of the time over 540,000 rows.
  return sql`  select ${sql.join(selected)}
  from (select distinct ${sql.join([...named, sql.id(entity.name)])} from ${from}) as ${sql.id('entities')}${by}`;
}
