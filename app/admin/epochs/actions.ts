'use server';

import { z } from 'zod';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { action } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { releaseHold } from '#lib/refresh/roll-back/hold.ts';
import { previewRollBack } from '#lib/refresh/roll-back/preview.ts';
import { requestRollBack } from '#lib/refresh/roll-back/request.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

const epoch = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** What undoing an epoch would change; nothing is changed by asking. */
export const previewRollBackAction = action('rollBack.preview', z.strictObject({ epoch }), (wish) => {
  const { write, schema } = adminWarehouse();
  return previewRollBack(write, schema, registry, wish.epoch);
});

/** Queues the run that brings back what was visible before an epoch. */
export const requestRollBackAction = action(
  'rollBack.request',
  z.strictObject({ epoch, reason: z.string().trim().min(1).max(500) }),
  async (wish, { viewer }) => {
    const { write, schema } = adminWarehouse();
    const store = controlStore();
    const run = await requestRollBack(store, write, schema, registry, { ...wish, who: viewer.email });
    await audit(store, { who: viewer.email, what: 'rollBack.request', detail: { ...wish, run: run.id } });
    return run;
  },
);

/** Lets refreshes change held days again. */
export const releaseHoldAction = action(
  'rollBack.release',
  z.strictObject({ id: z.string().max(20) }),
  async (wish, { viewer }) => {
    const { write, schema } = adminWarehouse();
    await releaseHold(write, schema, { ...wish, who: viewer.email });
    await audit(controlStore(), { who: viewer.email, what: 'rollBack.release', detail: wish });
  },
);
