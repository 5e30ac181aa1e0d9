import { type RawBuilder, sql } from 'kysely';
import type { Group } from './query-groups.ts';
import type { Level } from './query-levels.ts';
import { groupBy, isCompared, type Parts } from './query-parts.ts';
import type { Axes } from './query-placed.ts';

/** Which of what is not shown is put together as "others". */
export type Others = { rows: boolean; columns: boolean };

/** Columns of "leveled" that say what a row is, beside the dimensions. */
export const places = ['_level', '_depth', '_across', '_rest_row', '_rest_column', '_row', '_column'] as const;

/** The columns a level's rows are known by: their select list, their names, and a `group by` of those that vary. */
export function keysOf(
  parts: Parts,
  { down, across }: Axes,
  level: Level,
  others: Others,
): { columns: RawBuilder<unknown>[]; names: string[]; by: RawBuilder<unknown> } {
  const { groups, context } = parts;
  const whole = level.depth === down.length && down.length > 0;
  const restRows = whole && others.rows;
  const restColumns = level.across && others.columns;
  const shown = (place: string, name: string) => sql`case when ${sql.id(place)} is not null then ${sql.id(name)} end`;
  const dimension = (group: Group): RawBuilder<unknown> | null => {
    if (across.includes(group)) {
      if (!level.across) return null;
      return restColumns ? shown('_column', group.name) : sql.id(group.name);
    }
    if (down.indexOf(group) >= level.depth) return null;
    return restRows ? shown('_row', group.name) : sql.id(group.name);
  };
  const rest = (place: string, mask: number) =>
    sql`case when ${sql.id(place)} is null then ${sql.raw(String(mask))} else 0 end`;
  const place = whole ? '_row' : level.depth > 0 ? `_row_${level.depth}` : null;

  const keys: { name: string; varies: boolean; column: RawBuilder<unknown> }[] = [];
  const add = (name: string, varying: RawBuilder<unknown> | null, fixed: RawBuilder<unknown>) =>
    keys.push({ name, varies: varying !== null, column: sql`${varying ?? fixed} as ${sql.id(name)}` });
  for (const group of groups) add(group.name, dimension(group), context.dialect.nothing(group.sqlType));
  add('_level', null, sql.raw(String(level.index)));
  add('_depth', null, sql.raw(String(level.depth)));
  add('_across', null, sql.raw(level.across ? '1' : '0'));
  add('_rest_row', restRows ? rest('_row', maskOf(groups, down)) : null, sql`0`);
  add('_rest_column', restColumns ? rest('_column', maskOf(groups, across)) : null, sql`0`);
  add('_row', place === null ? null : sql.id(place), context.dialect.nothing('bigint'));
  add('_column', level.across ? sql.id('_column') : null, context.dialect.nothing('bigint'));
  if (isCompared(parts)) add('_period', sql.id('_period'), sql`0`);
  const varying = keys.flatMap((key, index) => (key.varies ? [sql.raw(String(index + 1))] : []));
  return { columns: keys.map(({ column }) => column), names: keys.map(({ name }) => name), by: groupBy(varying) };
}

/** A bit for each of some groups: the first group's is 1. */
function maskOf(groups: readonly Group[], some: readonly Group[]): number {
  return groups.reduce((mask, group, index) => mask + (some.includes(group) ? 2 ** index : 0), 0);
}

/**
 * Leaves out rows and columns that are not shown, unless they go into "others". Of single rows those that are shown stand
 * there already, so only "others" are put together: where nothing is left out there is nothing to count again.
 */
export function shownOnly({ down }: Axes, level: Level, others: Others): RawBuilder<unknown> {
  const whole = level.depth === down.length;
  const restRows = whole && down.length > 0 && others.rows;
  const restColumns = level.across && others.columns;
  const places = [
    ...(level.depth > 0 && !restRows ? [whole ? '_row' : `_row_${level.depth}`] : []),
    ...(level.across && !restColumns ? ['_column'] : []),
  ];
  const rest = [...(restRows ? ['_row'] : []), ...(restColumns ? ['_column'] : [])];
  const isRest = sql.join(
    rest.map((place) => sql`${sql.id(place)} is null`),
    sql` or `,
  );
  const conditions = [
    ...places.map((place) => sql`${sql.id(place)} is not null`),
    ...(level.index === 0 && rest.length > 0 ? [sql`(${isRest})`] : []),
  ];
  return conditions.length === 0 ? sql`` : sql`\n  where ${sql.join(conditions, sql` and `)}`;
}
