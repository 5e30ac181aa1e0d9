'use server';

import { z } from 'zod';
import { action } from '#lib/auth/action.ts';
import { loadDashboard } from '#lib/dashboard/load.ts';
import { registry } from '#queries/index.ts';

const input = z.strictObject({
  dashboard: z.string().max(200),
  filters: z.record(z.string().max(200), z.string().max(100_000)),
  epoch: z.number().int().positive().nullable(),
});

/** A dashboard for one address: its head at once, each tile when it is ready. */
export const loadDashboardAction = action('dashboard.load', input, async (asked, { viewer }) =>
  loadDashboard({ ...asked, registry, viewer }),
);
