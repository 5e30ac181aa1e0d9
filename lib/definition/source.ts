import { callerPlace } from './place.ts';
import type { DeclaredType, ValueOf } from './sql-type.ts';

/**
 * How far a source is known to be complete.
 * - `{ column, lag }`: up to the newest value of a time column, less the time late rows may take.
 * - `'closed'`: nothing will ever be added; a build of all of it is complete for ever.
 * - left out: unknown; a summary is complete through the end of what was built.
 */
export type Watermark = { column: string; lag?: string } | 'closed';

export type SourceDefinition = {
  readonly kind: 'source';
  readonly name: string;
  /** `schema.table` in the warehouse. */
  readonly table: string;
  readonly description: string;
  readonly columns: Readonly<Record<string, DeclaredType>>;
  readonly watermark: Watermark | null;
  readonly place: string;
};

export type Source<
  T extends string = string,
  C extends Record<string, DeclaredType> = Record<string, DeclaredType>,
> = Omit<SourceDefinition, 'table' | 'columns'> & { readonly table: T; readonly columns: C };

/** The Kysely tables of a list of sources: `{ 'shop.orders': { order_id: string, … } }`. */
export type TablesOf<S extends readonly Source[]> = {
  [Each in S[number] as Each['table']]: { [Column in keyof Each['columns']]: ValueOf<Each['columns'][Column]> };
};

/**
 * Declares a raw table that summaries read.
 *
 * @example
 * export const orders = defineSource({
 *   name: 'orders',
 *   table: 'shop.orders',
 *   description: 'One row per order, from the shop’s MySQL.',
 *   columns: { order_id: 'bigint', ordered_at: 'timestamptz', country: 'text', amount: 'numeric(12,2)', coupon: 'text null' },
 *   watermark: { column: 'ordered_at', lag: '5 minutes' },
 * });
 */
export function defineSource<const T extends string, const C extends Record<string, DeclaredType>>(definition: {
  name: string;
  table: T;
  description?: string;
  columns: C;
  watermark?: NoInfer<{ column: keyof C & string; lag?: string } | 'closed'>;
}): Source<T, C> {
  return {
    kind: 'source',
    name: definition.name,
    table: definition.table,
    description: definition.description ?? '',
    columns: definition.columns,
    watermark: definition.watermark ?? null,
    place: callerPlace(),
  };
}
