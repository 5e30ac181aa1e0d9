import { z } from 'zod';
import { forms } from '#lib/query/schema.ts';

const part = (description: string) => z.string().optional().meta({ description });

/**
 * `GET /api/v1/query`: the question as `queryText` writes it, whose filters are keys of their own. What the parts say is read
 * by `parseQuery`; here they are only told of.
 */
export const queryQuery = z
  .looseObject({
    topic: part('What is asked: a topic, of which the smallest summary that can answer does.'),
    summary: part('Or one summary by its name.'),
    measures: part('`revenue,orders:share`. After the colon: share, share-of-row, share-of-column, change or growth.'),
    by: part('What rows are grouped by: `@,country`; `@` is the time, by `grain`.'),
    grain: part('hour, day, week, month, quarter or year.'),
    range: part(
      '`last-28-days`, `month-to-date`, `last-7-days-until-now`, `2001-01-01..2001-06-30`, `all`. Without one, all rows.',
    ),
    compare: part('previous-period or previous-year.'),
    pivot: part('Which of `by` become columns.'),
    sort: part('`-revenue,country`: with a minus, largest first.'),
    limit: part('The most rows.'),
    'pivot-limit': part('The most columns of a pivot.'),
    others: part('`yes` adds what falls behind a limit as one more row.'),
    totals: part('`grand`, or `all` with subtotals.'),
    epoch: part('The moment of the warehouse; without one, the newest.'),
    format: z.enum(['json', 'csv']).default('json').meta({ description: 'csv has totals among its rows.' }),
  })
  .catchall(
    z.union([z.string(), z.array(z.string())]).meta({
      description:
        'Filters: `in.country=KR,~null` (`~null` is no value), `not-in.country=KR`, `between.size=1,*` (`*` is an open end), `contains.name=a`, `starts.name=a`, each with `not-` for everything else.',
    }),
  );

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const values = z
  .array(z.array(cell))
  .meta({ description: 'One list per column, in their order; numbers are decimal texts.' });
const rest = z.array(z.int()).optional().meta({
  description: 'For each row a bit for each column that stands for the others behind a limit; 1 is the first.',
});
const totals = z
  .array(z.object({ level: z.array(z.string()).meta({ description: 'The dimensions that remain.' }), values, rest }))
  .optional();
const considered = z
  .array(z.object({ summary: z.string(), chosen: z.boolean(), reason: z.string() }))
  .meta({ description: 'Every summary that was looked at, and why it was taken or not.' });

export const answered = z.object({
  query: z.string().meta({ description: 'The question in its canonical form: equal questions have equal texts.' }),
  epoch: z.int(),
  summary: z.string().meta({ description: 'The summary that answered.' }),
  completeThrough: z.iso.datetime().nullable(),
  columns: z.array(
    z.object({
      key: z.string().meta({ description: 'As the question names it: `@`, `country`, `revenue:share`.' }),
      label: z.string(),
      role: z.enum(['time', 'dimension', 'measure']),
      type: z.enum(['date', 'timestamp', 'text', 'number', 'boolean']),
      as: z.enum(forms).optional().meta({ description: 'What a measure says of its number; left out, the value.' }),
      unit: z.string().optional(),
      scale: z.int().optional(),
      grain: z.string().optional(),
      weekStart: z.literal('sunday').optional(),
    }),
  ),
  rows: z.int(),
  values,
  truncated: z.boolean().meta({ description: 'There are more rows than are sent; a note says so.' }),
  comparison: z
    .object({ label: z.string(), from: z.iso.date(), to: z.iso.date(), values, totals })
    .optional()
    .meta({ description: 'The period compared with: row i stands beside row i.' }),
  totals,
  rest,
  partialFrom: z.string().optional().meta({ description: 'The first bucket of time that is not complete.' }),
  notes: z.array(z.string()).meta({ description: 'What a reader must know to read the numbers right.' }),
  answeredBy: z.object({ summary: z.string(), considered }),
  sql: z.string(),
  parameters: z.array(cell),
});

export type Answered = z.output<typeof answered>;

/** How a question is refused: with what would be answered, where there is something near. */
export const refusedQuery = z.object({
  considered: considered.optional(),
  instead: z.string().optional().meta({ description: 'The nearest question that is answered, as `query` writes it.' }),
});
