'use server';

import { z } from 'zod';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { action } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { cancelRun } from '#lib/refresh/run/cancel.ts';
import { retryRun } from '#lib/refresh/run/retry-run.ts';
import { runDetail, unitDetail } from '#lib/refresh/view/run-view.ts';
import { outcomes, tasks } from '#lib/refresh/view/runs-types.ts';
import { runsPage } from '#lib/refresh/view/runs-view.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

const id = z.string().regex(/^\d{1,18}$/);

const filter = z.strictObject({
  summary: z.string().max(100).nullable(),
  outcome: z.enum(outcomes).nullable(),
  who: z.string().max(320).nullable(),
  task: z.enum(tasks).nullable(),
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
});

const known = z.strictObject({ changedAt: z.iso.datetime({ offset: true }).nullable(), log: id.nullable() });

/** A page of all runs. */
export const readRunsAction = action(
  'admin.runs',
  z.strictObject({ filter, before: id.nullable() }),
  ({ filter, before }) => runsPage(controlStore(), registry, filter, before),
);

/** One run, or what is new of it. */
export const readRunAction = action(
  'admin.run',
  z.strictObject({ run: id, known: known.nullable() }),
  async ({ run, known }) => {
    const detail = await runDetail(controlStore(), adminWarehouse().write, registry, run, known);
    if (!detail) throw new PersonError({ message: message('run.gone', { run }), status: 404 });
    return detail;
  },
);

/** What was measured of one unit of a run. */
export const readUnitAction = action(
  'admin.unit',
  z.strictObject({ run: id, unit: z.string().max(100) }),
  async ({ run, unit }) => {
    const detail = await unitDetail(controlStore(), run, unit);
    if (!detail) throw new PersonError({ message: message('run.gone', { run }), status: 404 });
    return detail;
  },
);

/** Asks that a run ends. */
export const cancelRunAction = action(
  'refresh.cancel',
  z.strictObject({ run: id, how: z.enum(['after unit', 'now']) }),
  async ({ run, how }, { viewer }) => {
    await controlStore()
      .transaction()
      .execute(async (store) => {
        await cancelRun(store, run, how, viewer.email);
        await audit(store, { who: viewer.email, what: 'refresh.cancel', detail: { run, how } });
      });
  },
);

/** Queues a run of exactly what an ended one failed to do. */
export const retryRunAction = action('refresh.retry', z.strictObject({ run: id }), async ({ run }, { viewer }) => {
  const store = controlStore();
  const again = await retryRun(store, registry, { id: run, who: viewer.email });
  await audit(store, { who: viewer.email, what: 'refresh.retry', detail: { run, again: again.id } });
  return again;
});
