import { type RawBuilder, sql } from 'kysely';
import type { Additivity } from '#lib/definition/columns.ts';
import { message } from '#lib/i18n/message.ts';
import { measureKey } from '#lib/query/measure-key.ts';
import type { MeasureForm, QueryMeasure } from '#lib/query/query.ts';
import type { Dialect } from '#lib/warehouse/dialect.ts';
import { relationNamed, rowsOfGeneration } from './read.ts';
import type { Generation, StoredColumn, StoredRelation } from './stored.ts';
import { Refusal } from './tile-refusal.ts';

/** A measure of one relation, aggregated over the rows of a group. */
export type Base = {
  name: string;
  relation: StoredRelation;
  additivity: Exclude<Additivity, 'ratio'>;
  sqlType: string;
  /** As it is stored: what it is one of in a table that lacks it. */
  storedType: string;
  /** Over the relation's rows; over its different entities where it is a companion. */
  aggregate: RawBuilder<unknown>;
  zero: string | null;
};

/** A measure as the answer shows it, computed from the bases of a group. */
export type Measure = {
  /** The column's name in the statement and in the answer: `orders`, `orders:share`. */
  key: string;
  name: string;
  as: MeasureForm;
  additivity: Additivity;
  sqlType: string;
  /** Its value in a table that has the bases as columns. */
  expression: (table: string) => RawBuilder<unknown>;
  /** Its value of bases that are computed by something else, such as over a window. */
  of: (base: (base: Base) => RawBuilder<unknown>) => RawBuilder<unknown>;
  /** The bases it is computed from. */
  bases: readonly Base[];
  /** The base that says how large a series is. */
  size: Base;
  /** What a group without rows has, written as the database writes it; null where nothing is not zero. */
  zero: string | null;
};

/** How each measure is put together again from stored columns, by its additivity. */
export function measuresOf(
  asked: readonly QueryMeasure[],
  generation: Generation,
  exactGrain: boolean,
  dialect: Dialect,
): { bases: Base[]; measures: Measure[] } {
  const bases = new Map<string, Base>();
  const base = (name: string): Base => {
    const known = bases.get(name) ?? baseOf(name, generation, exactGrain);
    bases.set(name, known);
    return known;
  };
  const measures = asked.map(({ name, as }): Measure => {
    const ratio = generation.ratios.find((each) => each.name === name);
    const parts = ratio ? [base(ratio.numerator), base(ratio.denominator)] : [base(name)];
    const [first, second] = parts;
    if (!first) throw new Error(`${name} has no base.`);
    const of: Measure['of'] = (value) => (second ? dialect.divide(value(first), value(second)) : value(first));
    return {
      key: measureKey({ name, as }),
      name,
      as,
      additivity: second ? 'ratio' : first.additivity,
      sqlType: second || isPart(as) ? 'numeric' : first.sqlType,
      expression: (table) => of((each) => sql.id(table, each.name)),
      of,
      bases: parts,
      size: second ?? first,
      zero: second ? null : first.zero,
    };
  });
  return { bases: [...bases.values()], measures };
}

/** Forms whose value is a part of a whole. */
export function isPart(as: MeasureForm): boolean {
  return as === 'share' || as === 'share-of-row' || as === 'share-of-column';
}

function baseOf(name: string, generation: Generation, exactGrain: boolean): Base {
  const rows = rowsOfGeneration(generation);
  const companion = relationNamed(generation.relations, name);
  const entity = companion?.columns.find((column) => column.role === 'entity');
  if (name !== 'rows' && companion && entity) {
    const aggregate = sql`count(${sql.id(entity.name)})`;
    return {
      name,
      relation: companion,
      additivity: 'distinct',
      sqlType: 'bigint',
      storedType: 'bigint',
      aggregate,
      zero: '0',
    };
  }
  const stored = rows.columns.find((column) => column.name === name && column.role === 'measure');
  if (!stored?.additivity) {
    throw new Refusal(message('refusal.measure', { summary: generation.summary, measure: name }));
  }
  return {
    name,
    relation: rows,
    additivity: stored.additivity,
    storedType: stored.sqlType,
    ...aggregated(stored, stored.additivity, generation.summary, rows, exactGrain),
  };
}

function aggregated(
  stored: StoredColumn,
  additivity: Base['additivity'],
  summary: string,
  rows: StoredRelation,
  exactGrain: boolean,
): Pick<Base, 'aggregate' | 'sqlType' | 'zero'> {
  const column = sql.id(stored.name);
  switch (additivity) {
    case 'sum':
      return { aggregate: sql`sum(${column})`, sqlType: 'numeric', zero: zeroOf(stored.sqlType) };
    case 'min':
      return { aggregate: sql`min(${column})`, sqlType: stored.sqlType, zero: null };
    case 'max':
      return { aggregate: sql`max(${column})`, sqlType: stored.sqlType, zero: null };
    case 'distinct':
      if (!exactGrain) {
        throw new Refusal(message('refusal.distinct', { measure: stored.name, summary, key: rows.key.join(', ') }));
      }
      // One row in each group, so the largest of them is that row's.
      return { aggregate: sql`max(${column})`, sqlType: stored.sqlType, zero: '0' };
    case 'last':
      return { aggregate: sql`sum(${column})`, sqlType: 'numeric', zero: null };
  }
}

/** Zero with the digits of a column: the total of no rows stands under totals with two digits as 0.00. */
function zeroOf(type: string): string {
  const scale = Number(/^numeric\(\d+,(\d+)\)$/.exec(type)?.[1] ?? 0);
  return scale === 0 ? '0' : `0.${'0'.repeat(scale)}`;
}
