'use server';

import { revalidatePath } from 'next/cache.js';
import { z } from 'zod';
import { formAction } from '#lib/auth/action.ts';
import { audit } from '#lib/auth/audit.ts';
import { readEnvironment } from '#lib/environment.ts';
import { message } from '#lib/i18n/message.ts';
import { sendTest } from '#lib/notify/deliveries.ts';
import { privateAllowed, removeWebhook, saveWebhook } from '#lib/notify/webhook.ts';
import { PersonError } from '#lib/problem.ts';
import { controlStore } from '#lib/store/connect.ts';

const nothing = z.strictObject({});

/** Sets where failed runs are told. */
export const saveWebhookAction = formAction(
  'notifications.save',
  z.strictObject({ url: z.string().trim().max(2000) }),
  async ({ url }, { viewer }) => {
    const store = controlStore();
    await saveWebhook(store, { url, who: viewer.email });
    await audit(store, { who: viewer.email, what: 'notifications.save', detail: { host: new URL(url).host } });
    revalidatePath('/admin/notifications');
  },
);

/** Tells nobody any more. */
export const removeWebhookAction = formAction('notifications.remove', nothing, async (_, { viewer }) => {
  const store = controlStore();
  await removeWebhook(store);
  await audit(store, { who: viewer.email, what: 'notifications.remove', detail: {} });
  revalidatePath('/admin/notifications');
});

/** Sends a message now and answers what the receiver said. */
export const testWebhookAction = formAction('notifications.test', nothing, async () => {
  const sent = await sendTest(controlStore(), readEnvironment().appUrl, { allowPrivate: privateAllowed() });
  if (!sent) throw new PersonError({ message: message('notifications.notSet') });
  return { ok: sent.ok, answer: sent.answer };
});
