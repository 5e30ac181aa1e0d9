import type { Query } from '#lib/query/query.ts';

/** A raw row of the shop, as `test-shop.ts` has them. */
export type RawRow = {
  day: string;
  country: string | null;
  channel: string;
  size: number;
  customer: string | null;
  amount: string;
};

export type Value = string | null;

/** What a measure is over raw rows. */
export function measured(name: string, rows: readonly RawRow[]): Value {
  const cents = rows.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
  const amounts = rows.map(({ amount }) => Number(amount)).sort((a, b) => a - b);
  const customers = new Set(rows.flatMap(({ customer }) => customer ?? []));
  const divided = (by: number) => (by === 0 ? null : String(Number(cents) / 100 / by));
  switch (name) {
    case 'orders':
      return rows.length === 0 ? null : String(rows.length);
    case 'revenue':
      return rows.length === 0 ? null : String(Number(cents) / 100);
    case 'smallest':
      return amounts.length === 0 ? null : String(amounts[0]);
    case 'largest':
      return amounts.length === 0 ? null : String(amounts.at(-1));
    case 'buyers':
      return String(customers.size);
    case 'aov':
      return divided(rows.length);
    case 'spend':
      return divided(customers.size);
    default:
      throw new Error(name);
  }
}

export function cellOf(query: Query, row: RawRow, name: string): string | null {
  if (name === '@') return query.grain === 'month' ? `${row.day.slice(0, 7)}-01` : row.day;
  if (name === 'day@quarter')
    return `${row.day.slice(0, 4)}-${String(Math.floor((Number(row.day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  const value = row[name as 'country'];
  return value === null ? null : String(value);
}

export function keysOf(query: Query, row: RawRow, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => cellOf(query, row, name)));
}
