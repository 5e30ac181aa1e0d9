import type { TimeBucket } from '#lib/definition/grain.ts';
import type { Query, QueryFilter } from '../query.ts';
import type { PlainCompared } from './plain-compared.ts';
import type { PlainModel } from './plain-model.ts';

/** A question as the oracle is asked it: with the days it is about, and whose rows count. */
export type PlainQuestion = {
  readonly model: PlainModel;
  readonly query: Query;
  /** Both included; null is everything. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** The days compared with. */
  readonly compared: PlainCompared | null;
  /** Values of these columns that rows must have. */
  readonly scope: Readonly<Record<string, readonly string[]>>;
};

/** Groups that stand by themselves; all rows of other groups of these columns are one more row, "others". */
export type Kept = { readonly columns: readonly string[]; readonly keys: readonly (readonly (string | null)[])[] };

/**
 * One row for each group of `level`, some of the question's dimensions, as plain SQL over raw rows: the dimensions as text,
 * then for each of `kept` whether the row is the others, then every measure as text.
 */
export function plainSql(
  { model, query, days, scope }: PlainQuestion,
  level: readonly string[],
  measures: readonly string[],
  kept: readonly Kept[] = [],
): string {
  const dimensions = query.dimensions.map((name) => `${dimensionSql(model, query, name)} as ${id(name)}`);
  const rests = kept.map((each, index) => `${restSql(each)} as rest_${index}`);
  const folded = level.map((name) => {
    const at = kept.findIndex((each) => each.columns.includes(name));
    return at === -1 ? id(name) : `case when not rest_${at} then ${id(name)} end`;
  });
  const groups = [...folded, ...kept.map((_, index) => `rest_${index}`)];
  const measured = measures.map((name) => `(${model.measures[name]?.sql})::text`);
  const lastDay = `local_day = max(local_day) over (${level.includes('@') ? `partition by ${id('@')}` : ''})`;
  const isLast = measures.some((name) => model.measures[name]?.kind === 'last');
  return `
with all_rows as (${model.rows}),
mine as (select * from all_rows where ${scopeSql(scope)}),
asked as (select *, at::date as local_day from mine where ${days ? `at::date between ${literal(days.from)} and ${literal(days.to)}` : 'true'}),
named as (select ${['asked.*', ...dimensions].join(', ')} from asked),
folded as (select ${['named.*', ...rests].join(', ')} from named),
counted as (select *, ${isLast ? lastDay : 'null'} as in_last_day from folded)
select ${[...groups.map((group) => `(${group})::text`), ...measured].join(', ')}
from counted
where ${query.filters.map((filter) => filterSql(model, filter)).join('\n  and ') || 'true'}
${groups.length > 0 ? `group by ${groups.map((_, index) => index + 1).join(', ')}` : ''}`;
}

/** Dimensions get a name no raw column has, so that `country` is the raw column and "by country" what is shown. */
function id(name: string): string {
  return `"by ${name}"`;
}

function dimensionSql(model: PlainModel, query: Query, name: string): string {
  if (name === '@' && query.grain) return bucketSql(query.grain, model.weekStart);
  // A second time may be shown in a wider bucket: `joined@quarter`.
  const [column, bucket] = name.split('@');
  return bucket ? `date_trunc('${bucket}', ${column}::timestamp)::date::text` : `${name}::text`;
}

export function bucketSql(grain: TimeBucket, weekStart: PlainModel['weekStart']): string {
  if (grain === 'hour') return `to_char(at, 'YYYY-MM-DD"T"HH24":00:00"')`;
  if (grain === 'day') return `to_char(at, 'YYYY-MM-DD')`;
  // The Sunday before a day is the day less its number in the week, where Sunday is 0; Monday is 1 of 7.
  if (grain === 'week') {
    return weekStart === 'sunday'
      ? `(at::date - extract(dow from at)::int)::text`
      : `(at::date - (extract(isodow from at)::int - 1))::text`;
  }
  if (grain === 'month') return `to_char(at, 'YYYY-MM"-01"')`;
  if (grain === 'year') return `to_char(at, 'YYYY"-01-01"')`;
  return `make_date(extract(year from at)::int, extract(quarter from at)::int * 3 - 2, 1)::text`;
}

function restSql({ columns, keys }: Kept): string {
  const same = keys.map(
    (key) =>
      `(${columns.map((name, index) => `${id(name)} is not distinct from ${literal(key[index] ?? null)}`).join(' and ')})`,
  );
  return same.length === 0 ? 'true' : `not (${same.join(' or ')})`;
}

export function scopeSql(scope: PlainQuestion['scope']): string {
  const limits = Object.entries(scope).map(([column, values]) =>
    values.length === 0 ? 'false' : `${column} in (${values.map(literal).join(', ')})`,
  );
  return limits.join(' and ') || 'true';
}

/** A filter by what it says; its opposite is everything else, rows without a value included. */
function filterSql(model: PlainModel, filter: QueryFilter): string {
  if (!model.dimensions[filter.column]) throw new Error(`The plain model has no ${filter.column}.`);
  const holds = `coalesce((${conditionSql(filter)}), false)`;
  return filter.not ? `not ${holds}` : holds;
}

function conditionSql(filter: QueryFilter): string {
  const column = filter.column;
  switch (filter.op) {
    case 'in': {
      const values = filter.values.map((value) =>
        value === null ? `${column} is null` : `${column}::text = ${literal(value)}`,
      );
      return values.join(' or ') || 'false';
    }
    case 'between': {
      const from = filter.from === null ? [] : [`${column} >= ${literal(filter.from)}`];
      const to = filter.to === null ? [] : [`${column} <= ${literal(filter.to)}`];
      return [...from, ...to].join(' and ');
    }
    case 'contains':
      return `position(${literal(filter.text)} in ${column}) > 0`;
    case 'starts':
      return `left(${column}, length(${literal(filter.text)})) = ${literal(filter.text)}`;
  }
}

function literal(value: string | null): string {
  return value === null ? 'null' : `'${value.replaceAll("'", "''")}'`;
}
