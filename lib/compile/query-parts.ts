import { type RawBuilder, sql } from 'kysely';
import type { Days } from '#lib/calendar/day.ts';
import type { Query } from '#lib/query/query.ts';
import type { QueryContext } from './query-context.ts';
import type { Group } from './query-groups.ts';
import type { Base } from './query-measures.ts';
import type { Period } from './query-period.ts';
import { where } from './query-where.ts';
import { relationAt, rowsOfGeneration } from './read.ts';
import type { StoredRelation } from './stored.ts';

/** What a statement is put together from. */
export type Parts = { query: Query; groups: Group[]; bases: Base[]; period: Period; context: QueryContext };

export const isCompared = ({ period }: Pick<Parts, 'period'>) => period.compared !== null;

/** The periods read, the asked one first. */
function periodsOf({ period }: Parts): (Days | null)[] {
  return period.compared ? [period.days, period.compared] : [period.days];
}

/** The companions that some base counts the entities of. */
export function companionsOf({ bases }: Pick<Parts, 'bases'>): StoredRelation[] {
  const relations = new Set(bases.map((base) => base.relation));
  return [...relations].filter((relation) => entityOf(relation) !== null);
}

export function entityOf(relation: StoredRelation): string | null {
  return relation.columns.find((column) => column.role === 'entity')?.name ?? null;
}

/** The tables "grouped" is made from: where a measure counts only at its last moment, when those were. */
export function moments(parts: Parts): RawBuilder<unknown>[] {
  const { bases, groups, period, context } = parts;
  const { time } = period;
  if (!time || !bases.some((base) => base.additivity === 'last')) return [];
  const { dialect, schema, generation, epoch, scope } = context;
  const rows = rowsOfGeneration(generation);
  const bucket = groups.find((group) => group.dimension === '@')?.expression;
  const needed = rows.columns.filter((column) => column.role !== 'measure');
  const selects = periodsOf(parts).map((days, index) => {
    // Filters are left out: what is in stock in two shops must be the sum of what is in each.
    const from = sql`${relationAt(schema, rows, epoch, needed, dialect)}${where(rows, { scope, filters: [], time, days }, dialect)}`;
    const columns = [
      ...(bucket ? [sql`${bucket} as ${sql.id('_bucket')}`] : []),
      sql`max(${sql.id(time.name)}) as ${sql.id('_at')}`,
      ...periodColumn(parts, index),
    ];
    return sql`  select ${sql.join(columns)}\n  from ${from}${bucket ? sql`\n  group by 1` : sql``}`;
  });
  return [sql`${sql.id('moments')} as (\n${sql.join(selects, sql`\n  union all\n`)}\n)`];
}

/** A companion's entities, each once in every group it occurs in. */
export function entitiesOf(parts: Parts, relation: StoredRelation): RawBuilder<unknown> {
  const selects = periodsOf(parts).map((days, index) => entitiesIn(parts, relation, days, periodColumn(parts, index)));
  return sql`${sql.id(entitiesName(relation))} as (\n  ${sql.join(selects, sql`\n  union all\n  `)}\n)`;
}

export const entitiesName = (relation: StoredRelation) => `${relation.name}_entities`;

function entitiesIn(
  { query, groups, period, context }: Parts,
  relation: StoredRelation,
  days: Days | null,
  more: RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const { dialect, schema, epoch, scope } = context;
  const needed = relation.columns.filter((column) => column.role !== 'measure');
  const from = sql`${relationAt(schema, relation, epoch, needed, dialect)}${where(relation, { scope, filters: query.filters, time: period.time, days }, dialect)}`;
  const named = groups.map((group) => sql`${group.expression} as ${sql.id(group.name)}`);
  // `count(distinct …)` sorts, `select distinct` hashes: a half to a quarter of the time over 540,000 rows.
  return sql`select distinct ${sql.join([...named, sql.id(entityOf(relation) ?? ''), ...more])} from ${from}`;
}

/**
 * One row per group with its bases: of each relation and period on its own, then put together on the group's columns.
 * `shared` says that entities stand in tables of their own already ({@link entitiesOf}).
 */
export function groupedRows(parts: Parts, shared: boolean): RawBuilder<unknown> {
  const { groups, bases } = parts;
  const sources = sourcesOf(parts);
  const selects = periodsOf(parts).flatMap((days, index) =>
    sources.map((source) => partOf(parts, source, days, index, shared)),
  );
  const all = sql.join(selects, sql`\n  union all\n`);
  if (sources.length === 1) return all;
  const keys = [...groups.map((group) => sql.id(group.name)), ...(isCompared(parts) ? [sql.id('_period')] : [])];
  return sql`  select ${sql.join([...keys, ...bases.map(onlyOne)])}\n  from (\n${all}\n  ) as ${sql.id('parts')}${groupBy(keys)}`;
}

/**
 * Every measure stands in the part of its own relation only, so its one value is the largest. A join would need a null-safe
 * condition, which PostgreSQL can neither hash nor merge.
 */
export function onlyOne(base: Base): RawBuilder<unknown> {
  const one = sql`max(${sql.id(base.name)})`;
  return sql`${base.additivity === 'distinct' ? sql`coalesce(${one}, 0)` : one} as ${sql.id(base.name)}`;
}

export function groupBy(keys: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return keys.length === 0 ? sql`` : sql`\n  group by ${sql.join(keys)}`;
}

/** What is read together: bases of one relation, of all its rows or only of those at the last moments. */
type Source = { relation: StoredRelation; own: Base[]; atLast: boolean };

/**
 * Which rows there are depends on no measure: a group whose rows have no customer at all, or none at the last moment, is
 * there too. So the summary's own rows are always read.
 */
function sourcesOf({ bases, groups, context }: Parts): Source[] {
  const sources: Source[] = [];
  for (const base of bases) {
    const atLast = base.additivity === 'last';
    const known = sources.find((source) => source.relation === base.relation && source.atLast === atLast);
    if (known) known.own.push(base);
    else sources.push({ relation: base.relation, own: [base], atLast });
  }
  const rows = rowsOfGeneration(context.generation);
  const all = sources.some((source) => source.relation === rows && !source.atLast);
  return all || groups.length === 0 ? sources : [{ relation: rows, own: [], atLast: false }, ...sources];
}

function partOf(
  parts: Parts,
  { relation, own, atLast }: Source,
  days: Days | null,
  index: number,
  shared: boolean,
): RawBuilder<unknown> {
  const { query, groups, bases, period, context } = parts;
  const { dialect, schema, epoch, scope } = context;
  const isEntity = entityOf(relation) !== null;
  const selected = [
    ...groups.map((group) => (isEntity ? sql.id(group.name) : sql`${group.expression} as ${sql.id(group.name)}`)),
    ...bases.map(
      (base) => sql`${own.includes(base) ? base.aggregate : dialect.nothing(base.storedType)} as ${sql.id(base.name)}`,
    ),
    ...periodColumn(parts, index),
  ];
  const by = groupBy(groups.map((_, place) => sql.raw(String(place + 1))));
  if (isEntity && shared) {
    const within = isCompared(parts) ? sql`\n  where ${sql.id('_period')} = ${sql.raw(String(index))}` : sql``;
    return sql`  select ${sql.join(selected)}\n  from ${sql.id(entitiesName(relation))}${within}${by}`;
  }
  if (isEntity) {
    return sql`  select ${sql.join(selected)}\n  from (${entitiesIn(parts, relation, days)}) as ${sql.id('entities')}${by}`;
  }
  const needed = relation.columns.filter(
    (column) => column.role !== 'measure' || own.some((base) => base.name === column.name),
  );
  const limits = { scope, filters: query.filters, time: period.time, days };
  const also = atLast ? atMoments(parts, index) : [];
  const from = sql`${relationAt(schema, relation, epoch, needed, dialect)}${where(relation, limits, dialect, also)}`;
  return sql`  select ${sql.join(selected)}\n  from ${from}${by}`;
}

function atMoments(parts: Parts, index: number): RawBuilder<unknown>[] {
  const { time } = parts.period;
  if (!time) return [];
  const within = isCompared(parts) ? sql` where ${sql.id('_period')} = ${sql.raw(String(index))}` : sql``;
  return [sql`${sql.id(time.name)} in (select ${sql.id('_at')} from ${sql.id('moments')}${within})`];
}

function periodColumn(parts: Parts, index: number): RawBuilder<unknown>[] {
  return isCompared(parts) ? [sql`${sql.raw(String(index))} as ${sql.id('_period')}`] : [];
}
