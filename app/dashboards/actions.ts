'use server';

import { z } from 'zod';
import { action } from '#lib/auth/action.ts';
import { sentLoad } from '#lib/dashboard/sent-load.ts';
import { loadForPerson } from '#lib/dashboard/warm-pages.ts';
import { pageLoadId } from '#lib/query/execution/page-load-id.ts';
import { registry } from '#queries/index.ts';

const input = z.strictObject({
  dashboard: z.string().max(200),
  filters: z.record(z.string().max(200), z.string().max(100_000)),
  epoch: z.number().int().positive().nullable(),
  load: pageLoadId.optional(),
});

/** A dashboard for one address: its head at once, each tile when it is ready. */
export const loadDashboardAction = action('dashboard.load', input, async ({ load: id, ...asked }, { viewer }) =>
  sentLoad(await loadForPerson({ ...asked, registry, viewer, load: { id } })),
);
