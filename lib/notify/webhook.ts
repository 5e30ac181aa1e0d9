import { isIP } from 'node:net';
import { sql } from 'kysely';
import { message } from '#lib/i18n/message.ts';
import { isPublic } from '#lib/notify/address.ts';
import { newSecret } from '#lib/notify/signature.ts';
import { PersonError } from '#lib/problem.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** Where failed runs are told. */
export type Webhook = { url: string; secret: string };

/** Whether addresses of this machine and of private networks may be told, too. */
export function privateAllowed(env: Record<string, string | undefined> = process.env): boolean {
  return env.SUMMA_WEBHOOK_ALLOW_PRIVATE === '1';
}

export async function readWebhook(store: ControlStore): Promise<Webhook | null> {
  return (await store.selectFrom('webhook').select(['url', 'secret']).executeTakeFirst()) ?? null;
}

/** Keeps the address. Its secret is made anew when the address goes to another host, which must not know the old one. */
export async function saveWebhook(
  store: ControlStore,
  { url, who, allowPrivate = privateAllowed() }: { url: string; who: string; allowPrivate?: boolean },
): Promise<void> {
  const wanted = checkedUrl(url, allowPrivate);
  const before = await readWebhook(store);
  const sameHost = before !== null && new URL(before.url).host === wanted.host;
  const secret = sameHost ? before.secret : newSecret();
  await store
    .insertInto('webhook')
    .values({ url: wanted.href, secret, changed_by: who })
    .onConflict((conflict) =>
      conflict.column('singleton').doUpdateSet({ url: wanted.href, secret, changed_by: who, created_at: sql`now()` }),
    )
    .execute();
}

export async function removeWebhook(store: ControlStore): Promise<void> {
  await store.deleteFrom('webhook').execute();
}

function checkedUrl(text: string, allowPrivate: boolean): URL {
  const url = URL.parse(text.trim());
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new PersonError({ message: message('notifications.noAddress') });
  }
  if (url.username || url.password) throw new PersonError({ message: message('notifications.noCredentials') });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && (host === 'localhost' || (isIP(host) && !isPublic(host)))) {
    throw new PersonError({ message: message('notifications.privateAddress', { host }) });
  }
  return url;
}
