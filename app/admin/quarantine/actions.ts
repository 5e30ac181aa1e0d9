'use server';

import { revalidatePath } from 'next/cache.js';
import { z } from 'zod';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { action } from '#lib/auth/action.ts';
import { discardQuarantine } from '#lib/refresh/quarantine/discard.ts';
import { requestPublishAnyway } from '#lib/refresh/quarantine/request-publish-anyway.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

const decision = z.strictObject({ id: z.string().max(20), reason: z.string().trim().min(1).max(500) });

/** Queues the run that publishes a kept build; the engine audits it with the request. */
export const publishAnywayAction = action('quarantine.publish', decision, (wish, { viewer }) => {
  const { write, schema } = adminWarehouse();
  return requestPublishAnyway(controlStore(), write, schema, registry, { ...wish, who: viewer.email });
});

/** Throws a kept build away; the engine audits it. */
export const discardQuarantineAction = action('quarantine.discard', decision, async (wish, { viewer }) => {
  const { write, schema } = adminWarehouse();
  await discardQuarantine(controlStore(), write, schema, registry, { ...wish, who: viewer.email });
  revalidatePath('/admin/quarantine', 'layout');
});
