import { type RawBuilder, sql } from 'kysely';
import type { Days } from '#lib/definition/date-range.ts';
import type { Tile } from '#lib/definition/tiles.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { sqlType, value } from './bind.ts';
import { relationAt, rowsOfGeneration } from './read.ts';
import type { Scope } from './scope.ts';
import type { Generation, StoredRelation } from './stored.ts';
import { type Group, groupsOf, isExactGrain } from './tile-groups.ts';
import { type Base, type Measure, measuresOf } from './tile-measures.ts';
import { limitOf, mostRows, mostSeries, orderOf, rankings } from './tile-order.ts';
import { type Period, periodOf } from './tile-period.ts';
import { Refusal } from './tile-refusal.ts';
import { type Choice, where } from './tile-where.ts';

/** What a tile is asked at: which build of its summary, which moment, whose rows, which filters. */
export type TileContext = {
  schema: string;
  generation: Generation;
  epoch: number;
  scope: Scope;
  /** The days asked for, both included; null where the dashboard has no date range. */
  days: Days | null;
  choices: readonly Choice[];
};

export type TileQuery = {
  ok: true;
  query: RawBuilder<unknown>;
  groups: Group[];
  measures: Measure[];
  period: Period;
  /** Columns after the measures that are not shown: which period a row is of, its series' rank, how many series there are. */
  hidden: { period: boolean; series: boolean };
  /** Rows come newest first so that a limit cuts the oldest; they are shown oldest first. */
  newestFirst: boolean;
  /** The rows the tile shows at most, and whether its definition says so rather than Summa. */
  limit: { rows: number; defined: boolean };
  notes: Message[];
};

export type TileRefusal = { ok: false; message: Message };

/** A tile as one statement. Pure: it opens nothing, and what cannot be answered rightly is refused with a way out. */
export function tileQuery(tile: Tile, context: TileContext): TileQuery | TileRefusal {
  try {
    return planned(tile, context);
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, message: error.said };
    throw error;
  }
}

function planned(tile: Tile, context: TileContext): TileQuery {
  const { generation } = context;
  const rows = rowsOfGeneration(generation);
  const stray = tile.measures.find((measure) => measure.summary.name !== generation.summary);
  if (stray) {
    throw new Refusal(message('refusal.twoSummaries', { one: generation.summary, other: stray.summary.name }));
  }
  const groups = groupsOf(tile, generation.summary, rows);
  const names = tile.measures.map((measure) => measure.name);
  const { bases, measures } = measuresOf(names, generation, isExactGrain(groups, rows));
  const period = periodOf(tile, groups, generation, rows, context.days);
  const compared = period.compared !== null;
  const grouped = groupedRows(groups, bases, period, context);
  const ranked = rankings(tile, groups, measures, compared);
  const order = orderOf(tile, groups, measures, ranked, compared);
  const limit = limitOf(tile);
  // One row more than is shown tells that there are more. A defined limit of a split counts bars, not their parts.
  const shown = limit.defined ? limit.rows * (ranked.bars ? mostSeries : 1) : mostRows + 1;
  const fetched = compared ? 2 * shown : shown;

  const columns = [
    ...groups.map((group) => sql.id('grouped', group.name)),
    ...measures.map((measure) => sql`${measure.expression} as ${sql.id(measure.name)}`),
    ...(compared ? [sql`"grouped"."_period"`] : []),
    ...(ranked.series ? [sql`"series"."_rank", "series"."_count"`] : []),
  ];
  const query = sql`with "grouped" as (
${grouped}
)${ranked.definitions}
select ${sql.join(columns)}
from "grouped"${ranked.joins}${order.by}
limit ${value('bigint', String(fetched))}`;

  return {
    ok: true,
    query,
    groups,
    measures,
    period,
    hidden: { period: compared, series: ranked.series },
    newestFirst: order.newestFirst,
    limit,
    notes: [...unlimited(context.choices, rows, generation.summary), ...period.notes],
  };
}

/** One row per group: of each relation and period on its own, then put together on the group's columns. */
function groupedRows(groups: Group[], bases: Base[], period: Period, context: TileContext): RawBuilder<unknown> {
  const relations = [...new Set(bases.map((base) => base.relation))];
  const periods = period.compared ? [period.days, period.compared] : [period.days];
  const parts = periods.flatMap((days, index) =>
    relations.map((relation) => part(relation, groups, bases, days, period, index, context)),
  );
  const all = sql.join(parts, sql`\n  union all\n`);
  if (relations.length === 1) return all;
  const keys = [...groups.map((group) => sql.id(group.name)), ...(period.compared ? [sql`"_period"`] : [])];
  // Every measure stands in the part of its own relation only, so its one value is the largest. A join would need a
  // null-safe condition, which PostgreSQL can neither hash nor merge.
  const put = bases.map((base) => {
    const one = sql`max(${sql.id(base.name)})`;
    return sql`${base.additivity === 'distinct' ? sql`coalesce(${one}, 0)` : one} as ${sql.id(base.name)}`;
  });
  const by = keys.length === 0 ? sql`` : sql`\n  group by ${sql.join(keys)}`;
  return sql`  select ${sql.join([...keys, ...put])}\n  from (\n${all}\n  ) as "parts"${by}`;
}

function part(
  relation: StoredRelation,
  groups: Group[],
  bases: Base[],
  days: Days | null,
  period: Period,
  index: number,
  context: TileContext,
): RawBuilder<unknown> {
  const needed = relation.columns.filter(
    (column) =>
      column.role !== 'measure' || bases.some((base) => base.relation === relation && base.name === column.name),
  );
  const limits = { scope: context.scope, choices: context.choices, time: period.time, days };
  const from = sql`${relationAt(context.schema, relation, context.epoch, needed)}${where(relation, limits)}`;
  const named = groups.map((group) => sql`${group.expression} as ${sql.id(group.name)}`);
  const entity = relation.columns.find((column) => column.role === 'entity');
  const selected = [
    ...(entity ? groups.map((group) => sql.id(group.name)) : named),
    ...bases.map((base) => {
      const own = base.relation === relation;
      return sql`${own ? base.aggregate : sql`null::${sqlType(base.sqlType)}`} as ${sql.id(base.name)}`;
    }),
    ...(period.compared ? [sql`${sql.raw(String(index))} as "_period"`] : []),
  ];
  const by =
    groups.length === 0 ? sql`` : sql`\n  group by ${sql.join(groups.map((_, place) => sql.raw(String(place + 1))))}`;
  if (!entity) return sql`  select ${sql.join(selected)}\n  from ${from}${by}`;
  // `count(distinct …)` sorts, `select distinct` hashes: a half to a quarter of the time over 540,000 rows.
  return sql`  select ${sql.join(selected)}
  from (select distinct ${sql.join([...named, sql.id(entity.name)])} from ${from}) as "entities"${by}`;
}

function unlimited(choices: readonly Choice[], rows: StoredRelation, summary: string): Message[] {
  return choices
    .filter((choice) => !rows.columns.some((column) => column.name === choice.column && column.role !== 'measure'))
    .map((choice) => message('note.unlimited', { filter: choice.label, summary, column: choice.column }));
}
