import { z } from 'zod';
import { parseDateRange } from '#lib/definition/date-range.ts';
import type { MessageKey } from '#lib/i18n/language.ts';
import { mostRowsOfApi } from './execution/limits.ts';
import type { Query } from './query.ts';

/** More than this is no question a person asks, and no address a proxy lets through. */
export const most = { measures: 50, dimensions: 20, filters: 50, values: 1_000, characters: 1_000 } as const;

const said = (key: MessageKey) => key;

const text = z
  .string()
  .max(most.characters, said('ask.longText'))
  .refine((value) => !value.includes('\0') && value.isWellFormed(), said('ask.brokenText'));
const name = text.min(1, said('ask.noName'));

export const grains = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
export const compares = ['previous period', 'previous year'] as const;
export const forms = ['value', 'share', 'share-of-row', 'share-of-column', 'change', 'growth'] as const;
export const totalKinds = ['none', 'grand', 'all'] as const;

const filter = z.union([
  z.strictObject({
    column: name,
    op: z.literal('in'),
    not: z.boolean(),
    values: z.array(text.nullable()).min(1, said('ask.noValue')).max(most.values, said('ask.manyValues')),
  }),
  z
    .strictObject({
      column: name,
      op: z.literal('between'),
      not: z.boolean(),
      from: text.nullable(),
      to: text.nullable(),
    })
    .refine(({ from, to }) => from !== null || to !== null, said('ask.noEnd')),
  z.strictObject({
    column: name,
    op: z.enum(['contains', 'starts']),
    not: z.boolean(),
    text: text.min(1, said('ask.noValue')),
  }),
]);

const list = <Item extends z.ZodType>(item: Item, key: 'measures' | 'dimensions' | 'filters') =>
  z.array(item).max(most[key], said('ask.tooMany'));
const rows = z.int(said('ask.limit')).min(1, said('ask.limit')).max(mostRowsOfApi, said('ask.limit')).nullable();

/**
 * What a question may look like, before it is known whether there is what it names. The other parts of Summa, and programs,
 * bring their questions through this and through {@link canonical}.
 */
export const querySchema = z
  .strictObject({
    from: z.union([z.strictObject({ topic: name }), z.strictObject({ summary: name })]),
    measures: list(z.strictObject({ name, as: z.enum(forms) }), 'measures').min(1, said('ask.noMeasure')),
    dimensions: list(name, 'dimensions'),
    grain: z.enum(grains).nullable(),
    filters: list(filter, 'filters'),
    range: text.refine((value) => parseDateRange(value) !== null, said('ask.range')).nullable(),
    compare: z.enum(compares).nullable(),
    pivot: list(name, 'dimensions'),
    sort: list(z.strictObject({ by: name, descending: z.boolean() }), 'dimensions'),
    limit: rows,
    pivotLimit: rows,
    others: z.boolean(),
    totals: z.enum(totalKinds),
  })
  .refine(({ grain, dimensions }) => grain !== null || !dimensions.includes('@'), {
    path: ['grain'],
    error: said('ask.timeWithoutGrain'),
  })
  .refine(
    ({ grain, pivot, dimensions }) =>
      pivot.every((each) => (each === '@' && grain !== null) || dimensions.includes(each)),
    {
      path: ['pivot'],
      error: said('ask.pivot'),
    },
  ) satisfies z.ZodType<Query>;
