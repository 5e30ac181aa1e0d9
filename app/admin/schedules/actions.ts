'use server';

import { z } from 'zod';
import { action } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { previewTicks } from '#lib/refresh/schedule/preview-ticks.ts';
import { pauseSchedule, setSchedule } from '#lib/refresh/schedule/set-schedule.ts';
import { controlStore } from '#lib/store/connect.ts';
import { registry } from '#queries/index.ts';

const chain = z.string().max(100);
const cron = z.string().trim().max(100);
const zone = z.string().trim().max(60);

/** Overrules the definition's schedule, or goes back to it. */
export const setScheduleAction = action(
  'schedules.set',
  z.strictObject({ chain, cron: cron.nullable(), zone }),
  async (wish, { viewer }) => {
    const store = controlStore();
    await setSchedule(store, registry, { ...wish, who: viewer.email });
    await audit(store, { who: viewer.email, what: 'schedules.set', detail: wish });
  },
);

/** Stops a schedule, or lets it go on. */
export const pauseScheduleAction = action(
  'schedules.pause',
  z.strictObject({ chain, paused: z.boolean() }),
  async (wish, { viewer }) => {
    const store = controlStore();
    await pauseSchedule(store, registry, { ...wish, who: viewer.email });
    await audit(store, { who: viewer.email, what: 'schedules.pause', detail: wish });
  },
);

/** When a cron in a zone would run next; nothing is saved. */
export const previewScheduleAction = action('schedules.preview', z.strictObject({ cron, zone }), async (wish) => ({
  next: previewTicks(wish, new Date(), 5),
}));
