import { type StoredColumn, storedAs } from '#lib/compile/stored.ts';
import type { DefinitionDiff } from '../quarantine/quarantine-types.ts';

/** What is stored of a summary: its columns, what makes a row unique, and the zone of its days. */
export type Shape = { columns: readonly StoredColumn[]; key: readonly string[]; zone: string };

type ColumnDiff = Pick<DefinitionDiff, 'added' | 'removed' | 'retyped' | 'zone' | 'grain'>;

/** How the columns of two definitions of a summary differ. */
export function columnDiff(before: Shape, after: Shape): ColumnDiff {
  const old = new Map(before.columns.map((column) => [column.name, storedAs(column)]));
  const now = new Map(after.columns.map((column) => [column.name, storedAs(column)]));
  const sameKey = before.key.length === after.key.length && before.key.every((name) => after.key.includes(name));
  return {
    added: [...now.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    retyped: [...now].flatMap(([column, type]) => {
      const was = old.get(column);
      return was === undefined || was === type ? [] : [{ column, before: was, after: type }];
    }),
    zone: before.zone === after.zone ? null : { before: before.zone, after: after.zone },
    grain: sameKey ? null : { before: [...before.key], after: [...after.key] },
  };
}

/**
 * A measure both definitions have, and how its values over several rows are put together; distinct counts from their
 * companion, last values at the last moment of the time `over` which they are told.
 */
export type SharedMeasure =
  | { name: string; how: 'sum' | 'min' | 'max' | 'distinct' }
  | { name: string; how: 'last'; over: string };

/**
 * What rows of two definitions can be compared by: grain columns of both, and the measures of both that can be put together
 * over the columns only one of them has.
 */
export function shared(before: Shape, after: Shape): { key: string[]; measures: SharedMeasure[] } {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const key = after.key.filter((name) => before.key.includes(name) && sameFamily(old.get(name), column(after, name)));
  const sameKey = columnDiff(before, after).grain === null && key.length === after.key.length;
  const over = after.columns.find(({ role }) => role === 'time')?.name;
  const measures = after.columns.flatMap(({ name, role, additivity }): SharedMeasure[] => {
    const was = old.get(name);
    if (role !== 'measure' || was?.additivity !== additivity || additivity === null) return [];
    // Row by row it is comparable only where a row stands for the same.
    if (additivity === 'distinct') return sameKey ? [{ name, how: 'distinct' }] : [];
    if (!sameFamily(was, column(after, name))) return [];
    if (additivity !== 'last') return [{ name, how: additivity }];
    return over !== undefined && key.includes(over) ? [{ name, how: additivity, over }] : [];
  });
  return { key, measures };
}

const column = ({ columns }: Shape, name: string) => columns.find((each) => each.name === name);

/** Whether two types can stand in one column without losing anything. */
function sameFamily(a: StoredColumn | undefined, b: StoredColumn | undefined): boolean {
  return a !== undefined && b !== undefined && family(a.sqlType) === family(b.sqlType);
}

function family(type: string): string {
  return /^(smallint|integer|bigint|numeric|real|double precision)/.test(type) ? 'number' : type;
}
