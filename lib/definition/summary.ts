import type { AliasableExpression, Kysely } from 'kysely';
import type { AttributeReference } from './access.ts';
import type { Check } from './checks.ts';
import type { MeasureColumn, RatioColumn } from './columns.ts';
import type { GrainColumn, TimeBucket, WeekStart } from './grain.ts';
import { callerPlace } from './place.ts';
import type { Source, SourceDefinition, TablesOf } from './source.ts';

const definition = Symbol('summa.definition');

/** A measure of a summary, as tiles name it: `dailySales.revenue`. */
export type MeasureReference<Dimension extends string = string> = {
  readonly kind: 'measure';
  readonly summary: SummaryDefinition;
  readonly name: string;
  /** Only for the type checker: the dimensions this measure can be shown by. */
  readonly dimensions?: (dimension: Dimension) => void;
};

/** What `defineSummary` returns: one property per measure, and the definition behind {@link definitionOf}. */
export type Summary<G = Record<string, GrainColumn>, M = Record<string, MeasureColumn>> = {
  readonly [Measure in keyof M & string]: MeasureReference<keyof G & string>;
} & { readonly [definition]: SummaryDefinition };

export type Refresh = {
  /** The partition an incremental refresh replaces; left out, every refresh replaces the whole summary. */
  by?: Exclude<TimeBucket, 'hour'>;
  /** How many partitions before the newest published one are built again each time, for late rows. */
  lookBack?: number;
  /** How often a refresh is due: `'15 minutes'`, `'1 hour'`, `'1 day'`; left out, only when somebody asks. */
  every?: string;
  /**
   * Instead of `every`, at what times: minute, hour, day of the month, month and day of the week. `'0 6 * * 1-5'` is six in
   * the morning from Monday to Friday.
   */
  cron?: string;
  /** The zone the cron counts in; left out, the summary's. */
  zone?: string;
  /**
   * For tables that something else builds, such as dbt: `{ column: 'loaded_at' }` looks at them `every` so often and
   * refreshes only when the newest value of the column, the number of rows or the table itself is another.
   */
  when?: { column: string };
  /**
   * How long rows that a later publish replaced can still be read, by `?epoch=412` or a roll-back: `'30 days'` when left out.
   * Summaries made from each other's rows keep theirs as long as the one that keeps them longest.
   */
  keep?: string;
  /**
   * What becomes of the rows that a changed definition gives: `publish` (where nothing is said) shows them as soon as they
   * are built and checked; `review` keeps them until an admin has looked at what differs. Pages show the old ones until then.
   */
  onChange?: 'publish' | 'review';
};

/** A Kysely select, as `db.selectFrom(…).select([…])` returns it. */
export type RowsQuery<O> = AliasableExpression<O>;

/** Everything known of a summary, as the engine reads it. */
export type SummaryDefinition = {
  readonly kind: 'summary';
  readonly name: string;
  readonly topic: string | null;
  readonly description: string;
  readonly owner: string | null;
  readonly sources: readonly SourceDefinition[];
  /** The summary whose rows this one is made from, or null when it reads sources. */
  readonly upstream: SummaryDefinition | null;
  /** The un-aggregated rows; null when they are the upstream's. */
  readonly rows: ((db: Kysely<never>) => RowsQuery<unknown>) | null;
  readonly grain: Readonly<Record<string, GrainColumn>>;
  readonly columns: Readonly<Record<string, MeasureColumn>>;
  readonly refresh: {
    readonly by: Refresh['by'] | null;
    readonly lookBack: number;
    readonly every: string | null;
    readonly cron: string | null;
    readonly zone: string | null;
    readonly keep: string;
    readonly when: { readonly column: string } | null;
    readonly onChange: NonNullable<Refresh['onChange']>;
  };
  readonly zone: string;
  readonly weekStart: WeekStart;
  readonly access: Readonly<Record<string, AttributeReference>>;
  readonly checks: readonly Check[];
  readonly place: string;
};

/** What `from` takes: rows read from sources, or the rows of another summary. */
export type Rows<O> = {
  readonly sources: readonly SourceDefinition[];
  readonly upstream: SummaryDefinition | null;
  readonly query: SummaryDefinition['rows'];
  /** Only for the type checker: the columns of a row. */
  readonly row?: (row: never) => O;
};

/**
 * The un-aggregated rows of a summary, read from sources by a Kysely query that knows the sources' tables and columns:
 * `from: rowsFrom([orders], (db) => db.selectFrom('shop.orders').select(['ordered_at', 'country', 'amount']))`.
 */
export function rowsFrom<const S extends readonly Source[], O>(
  sources: S,
  query: (db: Kysely<TablesOf<S>>) => RowsQuery<O>,
): Rows<O> {
  return { sources, upstream: null, query: query as unknown as SummaryDefinition['rows'] };
}

type StoredRow<G, M> = {
  [Column in (keyof G | { [K in keyof M]: M[K] extends RatioColumn ? never : K }[keyof M]) & string]: unknown;
};

/**
 * Takes a summary's rows as what another summary is made from, so that both are published under one epoch and never
 * disagree: a month is the total of the days that stand beside it.
 */
export function rowsOf<G, M>(summary: Summary<G, M>): Rows<StoredRow<G, M>> {
  return { sources: [], upstream: definitionOf(summary), query: null };
}

/**
 * Declares a summary table. `from` returns **un-aggregated rows**; Summa aggregates them by `columns`.
 *
 * @example
 * export const dailySales = defineSummary({
 *   name: 'daily_sales',
 *   topic: 'sales',
 *   description: 'Orders and revenue per day, country and channel.',
 *   from: rowsFrom([orders], (db) =>
 *     db.selectFrom('shop.orders').select(['ordered_at', 'country', 'channel', 'amount', 'customer_id']),
 *   ),
 *   grain: { day: date('ordered_at'), country: text(), channel: text() },
 *   columns: {
 *     orders: count(),
 *     revenue: sum('amount', { unit: 'USD', scale: 2 }),
 *     aov: ratio('revenue', 'orders', { unit: 'USD', scale: 2 }),
 *     buyers: distinct('customer_id'),
 *   },
 *   refresh: { by: 'day', lookBack: 3, every: '15 minutes' },
 *   zone: 'Asia/Seoul',
 * });
 */
export function defineSummary<
  O,
  const G extends Record<string, GrainColumn>,
  const M extends Record<string, MeasureColumn>,
>(given: {
  /** The table's name for people and for SQL; lower case with underscores. */
  name: string;
  topic?: string;
  description: string;
  owner?: string;
  from: Rows<O>;
  grain: G & NoInfer<{ [Column in keyof G]: GrainColumn<keyof O & string> }>;
  columns: M & NoInfer<{ [Column in keyof M]: MeasureColumn<keyof O & string> }>;
  refresh?: Refresh;
  /** IANA name of the zone whose midnight begins a day, such as `Asia/Seoul`. */
  zone: string;
  /** The day weeks begin on, those of its grain and those tiles show: `monday` (ISO 8601) where nothing is said. */
  weekStart?: WeekStart;
  access?: { [Column in keyof G]?: AttributeReference };
  checks?: readonly Check[];
}): Summary<G, M> {
  const summary: SummaryDefinition = {
    kind: 'summary',
    name: given.name,
    topic: given.topic ?? null,
    description: given.description,
    owner: given.owner ?? null,
    sources: given.from.sources,
    upstream: given.from.upstream,
    rows: given.from.query,
    grain: given.grain as Record<string, GrainColumn>,
    columns: given.columns as Record<string, MeasureColumn>,
    refresh: {
      by: given.refresh?.by ?? null,
      lookBack: given.refresh?.lookBack ?? 0,
      every: given.refresh?.every ?? null,
      cron: given.refresh?.cron ?? null,
      zone: given.refresh?.zone ?? null,
      keep: given.refresh?.keep ?? '30 days',
      when: given.refresh?.when ?? null,
      onChange: given.refresh?.onChange ?? 'publish',
    },
    zone: given.zone,
    weekStart: given.weekStart ?? 'monday',
    access: (given.access ?? {}) as Record<string, AttributeReference>,
    checks: given.checks ?? [],
    place: callerPlace(),
  };
  const measures = Object.fromEntries(
    Object.keys(given.columns).map((name) => [name, { kind: 'measure', summary, name } satisfies MeasureReference]),
  );
  return { ...measures, [definition]: summary } as Summary<G, M>;
}

/** The definition behind a summary's measures. */
export function definitionOf(summary: { readonly [definition]: SummaryDefinition }): SummaryDefinition {
  return summary[definition];
}

export type AnySummary = { readonly [definition]: SummaryDefinition };
