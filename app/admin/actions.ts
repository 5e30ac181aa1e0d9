'use server';

import { z } from 'zod';
import { action } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { readEnvironment } from '#lib/environment.ts';
import { previewRefresh } from '#lib/refresh/preview/preview-refresh.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import { adminOverview } from '#lib/refresh/view/overview.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

const day = z.iso.date();

const refreshRequest = z.strictObject({
  summary: z.string().max(100),
  mode: z.enum(['due', 'missing', 'failed', 'all']),
  range: z.strictObject({ from: day, to: day }).nullable(),
  reason: z.string().trim().max(500).nullable(),
  allowEmpty: z.boolean().default(false),
});

const previewRequest = refreshRequest.pick({ summary: true, mode: true, range: true });

/** Every summary with its state, and the newest runs. */
export const readOverviewAction = action('admin.overview', z.undefined(), () => adminOverview(registry));

/** What a refresh would do; nothing is asked for yet. */
export const previewRefreshAction = action('refresh.preview', previewRequest, (wish) =>
  previewRefresh({ store: controlStore(), environment: readEnvironment() }, registry, wish),
);

/** Queues a refresh, or joins an equal one that waits. */
export const requestRefreshAction = action('refresh.request', refreshRequest, async (wish, { viewer }) => {
  const store = controlStore();
  const run = await requestRefresh(store, registry, { ...wish, requestedBy: viewer.email });
  await audit(store, { who: viewer.email, what: 'refresh.request', detail: { ...wish, run: run.id } });
  return run;
});
