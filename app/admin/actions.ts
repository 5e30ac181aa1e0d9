'use server';

import { z } from 'zod';
import { action } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { adminOverview } from '#lib/refresh/overview.ts';
import { requestRefresh } from '#lib/refresh/request.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

const day = z.iso.date();

const refreshRequest = z.strictObject({
  summary: z.string().max(100),
  mode: z.enum(['due', 'missing', 'failed', 'all']),
  range: z.strictObject({ from: day, to: day }).nullable(),
  reason: z.string().trim().max(500).nullable(),
});

/** Every summary with its state, and the newest runs. */
export const readOverviewAction = action('admin.overview', z.undefined(), () => adminOverview(registry));

/** Queues a refresh, or joins an equal one that waits. */
export const requestRefreshAction = action('refresh.request', refreshRequest, async (wish, { viewer }) => {
  const store = controlStore();
  const run = await requestRefresh(store, registry, { ...wish, requestedBy: viewer.email });
  await audit(store, { who: viewer.email, what: 'refresh.request', detail: { ...wish, run: run.id } });
  return run;
});
