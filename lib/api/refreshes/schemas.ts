import { z } from 'zod';
import { days, reason } from '#lib/api/words.ts';
import type { RefreshMode, RunState, RunTask } from '#lib/refresh/view/overview-types.ts';

const modes = ['due', 'missing', 'failed', 'all'] as const satisfies readonly RefreshMode[];
const tasks = ['refresh', 'roll back', 'publish anyway'] as const satisfies readonly RunTask[];
const states = [
  ...(['requested', 'queued', 'planning', 'building', 'checking', 'publishing', 'lost'] as const),
  ...(['succeeded', 'partial', 'failed', 'cancelled'] as const),
] satisfies readonly RunState[];

const mode = z.enum(modes).meta({
  description:
    'What is built: `due` (never built, failed, changed late, or inside the look-back), `missing`, `failed`, or `all`.',
});
const status = z.enum(states).meta({ description: 'The state of the run.' });

/** `POST /api/v1/refreshes` */
export const refreshBody = z.strictObject({
  summary: z.string().max(100).meta({ description: 'The name of a summary; its whole chain is refreshed with it.' }),
  range: days.nullish(),
  mode: mode.default('due'),
  upstream: z.boolean().default(true).meta({
    description:
      "A summary is always refreshed and published together with those it is made from. `false` is refused for a summary that is made from another's rows.",
  }),
  reason,
});

export type RefreshBody = z.output<typeof refreshBody>;

/** Runs are numbered; anything else is no run. */
export const runParams = z.object({ id: z.string().regex(/^[1-9]\d{0,17}$/, 'There is no such refresh') });

export const waitQuery = z.strictObject({
  wait: z.coerce
    .number()
    .min(0)
    .max(60)
    .default(0)
    .meta({ description: 'Seconds to wait for the state to change; an ended run is answered at once.' }),
});

export const cancelBody = z
  .strictObject({
    how: z.enum(['after unit', 'now']).default('after unit').meta({
      description: 'Whether the unit that is being built is finished and published, or its statement is cancelled.',
    }),
  })
  .default({ how: 'after unit' });

export const noBody = z.strictObject({}).default({});

const links = z.object({
  self: z.string().meta({ description: 'Answers the state; add `?wait=25` to wait for a change.' }),
  cancel: z.string(),
  retry: z.string(),
});

/** A run was requested, or found by its key. */
export const requested = z.object({ id: z.string(), status, links });

const count = z.int().min(0);
const bigCount = z.string().meta({ description: 'A whole number, as text because it may be a bigint.' });
const at = z.iso.datetime();

/** `GET /api/v1/refreshes/{id}` */
export const refresh = z.object({
  id: z.string(),
  status,
  ended: z.boolean().meta({ description: 'Whether the state is its last: succeeded, partial, failed or cancelled.' }),
  summary: z.string(),
  mode,
  range: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
  task: z.enum(tasks),
  requestedBy: z.string(),
  reason: z.string().nullable(),
  createdAt: at,
  startedAt: at.nullable(),
  finishedAt: at.nullable(),
  units: z.object({
    total: count.nullable().meta({ description: 'What is published at once counts one; null until it is planned.' }),
    done: count,
    failed: count,
  }),
  rows: z.object({ opened: bigCount, closed: bigCount }),
  epochs: z
    .object({ from: count, to: count })
    .nullable()
    .meta({ description: 'The first and last epoch the run published; null when nothing has changed.' }),
  error: z.string().nullable(),
  links,
});

export type Refresh = z.output<typeof refresh>;
