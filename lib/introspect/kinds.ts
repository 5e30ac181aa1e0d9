import type { SqlType } from '#lib/definition/sql-type.ts';
import { declaredType } from './declared-type.ts';
import type { WarehouseColumn } from './table.ts';

/** A column with its type as Summa declares it and the name it has in a summary. */
export type KnownColumn = WarehouseColumn & { sqlType: SqlType; plain: string };

export const isTime = (type: SqlType) => type === 'date' || type === 'timestamp' || type === 'timestamptz';
export const isWhole = (type: SqlType) => type === 'smallint' || type === 'integer' || type === 'bigint';
export const isNumber = (type: SqlType) =>
  isWhole(type) || type === 'real' || type === 'double precision' || type.startsWith('numeric');

/** Whether a column names a thing rather than measuring it. */
export function isId(column: KnownColumn): boolean {
  return (
    column.sqlType === 'uuid' || column.unique || /(^|_)(id|ids|uuid|guid|key|pk|fk|hash|token)$/.test(column.plain)
  );
}

/** The columns Summa can read, and those it cannot. */
export function split(
  columns: readonly WarehouseColumn[],
  plain: (name: string) => string,
): { known: KnownColumn[]; unknown: WarehouseColumn[] } {
  const known: KnownColumn[] = [];
  const unknown: WarehouseColumn[] = [];
  for (const column of columns) {
    const sqlType = declaredType(column.type);
    // As the key of an object this name would be that object's prototype.
    if (sqlType === null || column.name === '__proto__') unknown.push(column);
    else known.push({ ...column, sqlType, plain: plain(column.name) });
  }
  return { known, unknown };
}
