import type { Cell } from '#lib/query/result.ts';

/**
 * A tile's statement with its values written in, for pasting into another program. It never goes back to Summa, which sends
 * values apart from the statement.
 */
export function runnableSql(sql: string, parameters: readonly Cell[]): string {
  return sql.replace(/\$(\d+)/g, (placeholder, number: string) => {
    const value = parameters[Number(number) - 1];
    if (value === undefined) return placeholder;
    return value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`;
  });
}
