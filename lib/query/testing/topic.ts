import type { Days } from '#lib/calendar/day.ts';
import type { Scope } from '#lib/compile/scope.ts';
import type { Generation, StoredColumn } from '#lib/compile/stored.ts';
import { count, distinct, type MeasureColumn, max, ratio, sum } from '#lib/definition/columns.ts';
import { date, type GrainColumn, hour, month, text, week } from '#lib/definition/grain.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, definitionOf, rowsFrom, type SummaryDefinition } from '#lib/definition/summary.ts';
import type { Candidate } from '#lib/query/awareness/candidate.ts';
import type { ServedGeneration } from '#lib/warehouse/generation.ts';

/** Summaries of one topic at four grains, as awareness sees them: definitions and generation records, without a database. */

const orders = defineSource({
  name: 'orders',
  table: 'shop.orders',
  columns: {
    ordered_at: 'timestamptz',
    country: 'text null',
    channel: 'text',
    customer: 'bigint',
    amount: 'numeric(12,2)',
  },
  watermark: 'closed',
});

const rows = rowsFrom([orders], (db) =>
  db.selectFrom('shop.orders').select(['ordered_at', 'country', 'channel', 'customer', 'amount']),
);

const measures = {
  orders: count(),
  revenue: sum('amount', { unit: 'USD', scale: 2 }),
  largest: max('amount'),
  aov: ratio('revenue', 'orders'),
};
const given = { topic: 'sales', description: '', from: rows, zone: 'Asia/Seoul' };

const hourly = defineSummary({
  ...given,
  name: 'hourly_sales',
  grain: { hour: hour('ordered_at'), country: text(), channel: text() },
  columns: { ...measures, buyers: distinct('customer') },
});
const daily = defineSummary({
  ...given,
  name: 'daily_sales',
  grain: { day: date('ordered_at'), country: text() },
  columns: { ...measures, buyers: distinct('customer', { companion: false }) },
});
const weekly = defineSummary({
  ...given,
  name: 'weekly_sales',
  grain: { week: week('ordered_at') },
  columns: measures,
});
const monthly = defineSummary({
  ...given,
  name: 'monthly_sales',
  grain: { month: month('ordered_at'), country: text() },
  columns: measures,
});

export const topic = [hourly, daily, weekly, monthly].map(definitionOf);

export type Given = {
  rows?: string | null;
  available?: Days | null;
  scope?: Scope;
  zone?: string;
  weekStart?: 'monday' | 'sunday';
  built?: boolean;
  completeThrough?: string | null;
  summary?: Partial<SummaryDefinition>;
};

const usual: Record<string, Given> = {
  hourly_sales: { rows: '900000', available: { from: '2024-01-01', to: '2024-06-10' } },
  daily_sales: { rows: '40000', available: { from: '2024-01-01', to: '2024-06-10' } },
  weekly_sales: { rows: '24', available: { from: '2024-01-01', to: '2024-06-10' } },
  monthly_sales: { rows: '600', available: { from: '2024-01-01', to: '2024-06-10' } },
};

/** The four as candidates, with what differs from the usual by the name of the summary. */
export function candidates(different: Record<string, Given> = {}): Candidate[] {
  return topic.map((definition) => {
    const how: Given = { ...usual[definition.name], ...different[definition.name] };
    const summary = { ...definition, ...how.summary };
    return {
      summary,
      generation: how.built === false ? undefined : generationOf(summary, how),
      available: how.available ?? null,
      scope: how.scope ?? 'everything',
    };
  });
}

function generationOf(summary: SummaryDefinition, how: Given): ServedGeneration {
  const grain = Object.entries(summary.grain).map(([name, column]) => grainStored(name, column));
  const key = grain.map(({ name }) => name);
  const stored = Object.entries(summary.columns).flatMap(([name, column]) => measureStored(name, column));
  const companions = Object.entries(summary.columns).flatMap(([name, column]): Generation['relations'] =>
    column.kind === 'distinct' && column.companion
      ? [
          {
            name,
            current: `_${summary.name}_${name}`,
            closed: `_${summary.name}_${name}_closed`,
            columns: [...grain, { name: column.of, sqlType: 'bigint', role: 'entity', bucket: null, additivity: null }],
            key: [...key, column.of],
          },
        ]
      : [],
  );
  const time = grain.find(({ bucket }) => bucket !== null);
  return {
    id: summary.name,
    summary: summary.name,
    fingerprint: summary.name,
    relations: [
      {
        name: 'rows',
        current: `_${summary.name}`,
        closed: `_${summary.name}_closed`,
        columns: [...grain, ...stored],
        key,
      },
      ...companions,
    ],
    ratios: Object.entries(summary.columns).flatMap(([name, column]) =>
      column.kind === 'ratio'
        ? [{ name, numerator: column.numerator, denominator: column.denominator, scale: column.scale }]
        : [],
    ),
    zone: how.zone ?? summary.zone,
    weekStart: how.weekStart ?? 'monday',
    partition: time?.bucket ? { by: time.bucket, column: time.name } : null,
    fromEpoch: 1,
    toEpoch: null,
    changedAt: 1,
    completeThrough: how.completeThrough ?? null,
    rows: how.rows ?? null,
  };
}

function grainStored(name: string, { kind, bucket }: GrainColumn): StoredColumn {
  const sqlType = kind === 'time' ? (bucket === 'hour' ? 'timestamp' : 'date') : 'text';
  return { name, sqlType, role: kind === 'time' ? 'time' : 'dimension', bucket, additivity: null };
}

function measureStored(name: string, column: MeasureColumn): StoredColumn[] {
  const stored = { name, role: 'measure' as const, bucket: null };
  switch (column.kind) {
    case 'count':
      return [{ ...stored, sqlType: 'bigint', additivity: 'sum' }];
    case 'distinct':
      return [{ ...stored, sqlType: 'bigint', additivity: 'distinct' }];
    case 'sum':
    case 'max':
      return [{ ...stored, sqlType: 'numeric(38,2)', additivity: column.kind }];
    default:
      return [];
  }
}
