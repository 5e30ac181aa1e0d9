'use server';

import { z } from 'zod';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { action } from '#lib/auth/action.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { partitionRows } from '#lib/refresh/view/partition-rows.ts';
import { summaryView } from '#lib/refresh/view/summary-view.ts';
import { registry } from '#queries/index.ts';

/** The page of one summary, as it is now. */
export const readSummaryAction = action(
  'admin.summary',
  z.strictObject({ summary: z.string().max(100) }),
  async ({ summary }) => {
    const view = await summaryView(registry, summary);
    if (!view) throw unknown(summary);
    return view;
  },
);

/** How many rows a partition has. */
export const readPartitionAction = action(
  'admin.partition',
  z.strictObject({ summary: z.string().max(100), partition: z.iso.date() }),
  async ({ summary, partition }) => {
    const { read, schema } = adminWarehouse();
    if (!registry.summaries.some((each) => each.name === summary)) throw unknown(summary);
    return { rows: await partitionRows(read, schema, summary, partition) };
  },
);

function unknown(name: string): PersonError {
  const known = registry.summaries.map((each) => each.name).join(', ');
  return new PersonError({ message: message('problem.noSummary', { name, known }), status: 404 });
}
