import { callerPlace } from './place.ts';
import type { DeclaredType, ValueOf } from './sql-type.ts';

/**
 * How far a source is known to be complete.
 * - `{ column, lag }`: up to the newest value of a time column, less the time late rows may take.
 * - `'manifest'`: up to what its loader last reported as `through`.
 * - `'closed'`: nothing will ever be added; a build of all of it is complete for ever.
 * - left out: unknown; a summary is complete through the end of what was built.
 */
export type Watermark = { column: string; lag?: string } | 'manifest' | 'closed';

/**
 * How rows that come late, or change later, are noticed.
 * - `exact`: triggers on the raw table log what every transaction touches (PostgreSQL; `npm run summa -- capture` prints the
 *   statements). `column` is the time by which changes belong to partitions; without it any change invalidates everything.
 * - `manifest`: the loader reports the days it has changed.
 * - `cursor`: rows whose `column` is newer than at the last refresh, less `lag`; `time` says to which partitions they belong.
 * - `window`: whatever lies inside the look-back of the summary.
 * - `none`: its changes do not restate what was built, as with small tables of names.
 */
export type Late<Column extends string = string> =
  | { readonly tier: 'exact'; readonly column: Column | null }
  | { readonly tier: 'manifest' | 'window' | 'none' }
  | { readonly tier: 'cursor'; readonly column: Column; readonly time: Column; readonly lag: string };

export type SourceDefinition = {
  readonly kind: 'source';
  readonly name: string;
  /** `schema.table` in the warehouse. */
  readonly table: string;
  readonly description: string;
  readonly columns: Readonly<Record<string, DeclaredType>>;
  readonly watermark: Watermark | null;
  readonly late: Late;
  readonly place: string;
};

export type Source<
  T extends string = string,
  C extends Record<string, DeclaredType> = Record<string, DeclaredType>,
> = Omit<SourceDefinition, 'table' | 'columns' | 'late'> & {
  readonly table: T;
  readonly columns: C;
  readonly late: Late<keyof C & string>;
};

/** The Kysely tables of a list of sources: `{ 'shop.orders': { order_id: string, … } }`. */
export type TablesOf<S extends readonly Source[]> = {
  [Each in S[number] as Each['table']]: { [Column in keyof Each['columns']]: ValueOf<Each['columns'][Column]> };
};

/** `late` as it is written: by its tier's name, or with the columns that tier goes by. */
type LateOption<Column extends string> = Exclude<Late['tier'], 'cursor'> | Late<Column>;

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
 *   late: { tier: 'exact', column: 'ordered_at' },
 * });
 */
export function defineSource<const T extends string, const C extends Record<string, DeclaredType>>(definition: {
  name: string;
  table: T;
  description?: string;
  columns: C;
  watermark?: NoInfer<{ column: keyof C & string; lag?: string } | 'manifest' | 'closed'>;
  /** How late rows are noticed; left out, by the look-back of each summary. */
  late?: NoInfer<LateOption<keyof C & string>>;
}): Source<T, C> {
  return {
    kind: 'source',
    name: definition.name,
    table: definition.table,
    description: definition.description ?? '',
    columns: definition.columns,
    watermark: definition.watermark ?? null,
    late: lateOf(definition.late ?? 'window'),
    place: callerPlace(),
  };
}

function lateOf<Column extends string>(late: LateOption<Column>): Late<Column> {
  if (late === 'exact') return { tier: 'exact', column: null };
  return typeof late === 'string' ? { tier: late } : late;
}
