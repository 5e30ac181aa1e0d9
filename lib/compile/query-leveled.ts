import { type RawBuilder, sql } from 'kysely';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import type { Group } from './query-groups.ts';
import { keysOf, type Others, places, shownOnly } from './query-level-keys.ts';
import type { Level } from './query-levels.ts';
import type { Base } from './query-measures.ts';
import { companionsOf, entitiesName, entityOf, groupBy, isCompared, onlyOne, type Parts } from './query-parts.ts';
import { type Axes, prefixPlaces } from './query-placed.ts';
import type { StoredRelation } from './stored.ts';

/**
 * "leveled": the rows of every level, each computed from what is placed by the rule of its measures, over all rows and not
 * only over those shown. Different values are counted anew in every level, from the entities themselves.
 */
export function leveled(
  parts: Parts,
  axes: Axes,
  levels: readonly Level[],
  others: Others,
  marked: number | null,
): RawBuilder<unknown> {
  const { bases, groups } = parts;
  const companions = companionsOf(parts);
  const selects = levels.flatMap((level) => {
    const cut = others.rows || others.columns;
    const single = level.index === 0;
    return [
      ...(single ? [singleRows(parts, axes, level)] : []),
      ...(single && !cut ? [] : [rolledUp(parts, axes, level, others)]),
      ...(single && !cut ? [] : companions.map((companion) => counted(parts, axes, level, others, companion))),
    ];
  });
  if (marked !== null) selects.push(markers(parts, marked));
  const all = sql.join(selects, sql`\n  union all\n`);
  if (companions.length === 0) return sql`${sql.id('leveled')} as (\n${all}\n)`;
  const keys = [...groups.map((group) => group.name), ...places, ...(isCompared(parts) ? ['_period'] : [])];
  const columns = keys.map((key) => sql.id(key));
  return sql`${sql.id('leveled')} as (
  select ${sql.join([...columns, ...bases.map(onlyOne)])}
  from (
${all}
  ) as ${sql.id('parts')}${groupBy(columns)}
)`;
}

/** A row for each bucket in which the summary has rows, filters or not. */
function markers(parts: Parts, marked: number): RawBuilder<unknown> {
  const { dialect } = parts.context;
  const columns = [
    ...parts.groups.map((group) => {
      const bucket = group.dimension === '@' ? sql.id('_bucket') : dialect.nothing(group.sqlType);
      return sql`${bucket} as ${sql.id(group.name)}`;
    }),
    ...places.map((place) => {
      const nothing = place === '_row' || place === '_column' ? dialect.nothing('bigint') : sql`0`;
      return sql`${place === '_level' ? sql.raw(String(marked)) : nothing} as ${sql.id(place)}`;
    }),
    ...(isCompared(parts) ? [sql.id('_period')] : []),
    ...parts.bases.map((base) => sql`${missing(parts, base)} as ${sql.id(base.name)}`),
  ];
  return sql`  select ${sql.join(columns)}\n  from ${sql.id('moments')}`;
}

/** The single rows as they were placed: nothing is left to add up. */
function singleRows(parts: Parts, axes: Axes, level: Level): RawBuilder<unknown> {
  const none = { rows: false, columns: false };
  const { columns } = keysOf(parts, axes, level, none);
  const values = parts.bases.map((base) => sql.id(base.name));
  return sql`  select ${sql.join([...columns, ...values])}\n  from ${sql.id('placed')}${shownOnly(axes, level, none)}`;
}

function rolledUp(parts: Parts, axes: Axes, level: Level, others: Others): RawBuilder<unknown> {
  const keys = keysOf(parts, axes, level, others);
  const values = parts.bases.map((base) => {
    const value = entityOf(base.relation) === null ? total(axes, level, base) : missing(parts, base);
    return sql`${value} as ${sql.id(base.name)}`;
  });
  return sql`  select ${sql.join([...keys.columns, ...values])}
  from ${sql.id('placed')}${shownOnly(axes, level, others)}${keys.by}`;
}

/** A base over the rows of a level. What counts only at the last moment counts in the last bucket where time is gone. */
function total(axes: Axes, level: Level, base: Base): RawBuilder<unknown> {
  const value = sql.id(base.name);
  if (base.additivity === 'min' || base.additivity === 'max') return sql`${sql.raw(base.additivity)}(${value})`;
  const time = [...axes.down.slice(level.depth), ...(level.across ? [] : axes.across)].find(
    (group) => group.dimension === '@',
  );
  if (base.additivity !== 'last' || !time) return sql`sum(${value})`;
  return sql`sum(case when ${sql.id(time.name)} = ${sql.id('_latest')} then ${value} end)`;
}

/** How many different entities there are in each row of a level; the total of all needs no places to count them. */
function counted(
  parts: Parts,
  axes: Axes,
  level: Level,
  others: Others,
  companion: StoredRelation,
): RawBuilder<unknown> {
  const keys = keysOf(parts, axes, level, others);
  const entity = sql.id(entityOf(companion) ?? '');
  const names = keys.names.map((name) => sql.id(name));
  const values = parts.bases.map((base) => {
    const value = base.relation === companion ? sql`count(${entity})` : missing(parts, base);
    return sql`${value} as ${sql.id(base.name)}`;
  });
  return sql`  select ${sql.join([...names, ...values])}
  from (
    select distinct ${sql.join([...keys.columns, entity])}
    from ${level.depth > 0 || level.across ? placedEntities(parts, axes, companion) : sql.id(entitiesName(companion))}${shownOnly(axes, level, others)}
  ) as ${sql.id('counted')}
  group by ${sql.join(names)}`;
}

/** A companion's entities with the places of the rows they are in. */
function placedEntities(parts: Parts, { down }: Axes, companion: StoredRelation): RawBuilder<unknown> {
  const { groups, context } = parts;
  const entities = entitiesName(companion);
  const same = groups.map((group) => hashable(context.dialect, group, entities));
  if (isCompared(parts)) same.push(sql`${sql.id('placed', '_period')} = ${sql.id(entities, '_period')}`);
  const columns = [
    ...groups.map((group) => sql.id(entities, group.name)),
    sql.id(entities, entityOf(companion) ?? ''),
    ...['_row', '_column', ...prefixPlaces(down), ...(isCompared(parts) ? ['_period'] : [])].map((name) =>
      sql.id('placed', name),
    ),
  ];
  return sql`(select ${sql.join(columns)} from ${sql.id(entities)} join ${sql.id('placed')} on ${sql.join(same, sql` and `)}) as ${sql.id('entities')}`;
}

/** The same value or none on both sides, in a form that joins by hashes: a null-safe equality compares every pair. */
function hashable(dialect: Dialect, group: Group, entities: string): RawBuilder<unknown> {
  const text = (table: string) => sql`coalesce(${dialect.text(sql.id(table, group.name), group.sqlType)}, '')`;
  const none = (table: string) => sql`case when ${sql.id(table, group.name)} is null then 1 else 0 end`;
  return sql`${text(entities)} = ${text('placed')} and ${none(entities)} = ${none('placed')}`;
}

function missing(parts: Parts, base: Base): RawBuilder<unknown> {
  return parts.context.dialect.nothing(base.storedType);
}
