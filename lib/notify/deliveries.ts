import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type SendOptions, sendWebhook, type WebhookMessage } from '#lib/notify/send.ts';
import { troubledStates } from '#lib/notify/troubled.ts';
import { readWebhook } from '#lib/notify/webhook.ts';
import { redact } from '#lib/server/redact.ts';
import type { ControlStore } from '#lib/store/connect.ts';

/** The pauses between attempts that Standard Webhooks proposes, in seconds; after the last one it is given up. */
export const pauses = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

export type Delivery = { state: string; run: string; attempts: number; answer: string | null; at: string };

type EndedRun = { run: string; summary: string; state: string; error: string | null; at: Date };

/**
 * Writes a message for every run that ended badly since the webhook was set and has none yet. Found in the runs' own
 * states, so nothing in a run waits for it and no death in between loses one.
 */
export async function writeDeliveries(store: ControlStore, appUrl: string): Promise<void> {
  const { rows } = await sql<EndedRun>`
    select r.id::text as run, r.summary, r.state, r.error, r.finished_at as at
      from summa_control.run r join summa_control.webhook w on r.finished_at >= w.created_at
     where r.state = any(${troubledStates}::text[])
       and not exists (select from summa_control.webhook_delivery d where d.run = r.id)
     order by r.id`.execute(store);
  for (const { run, summary, state, error, at } of rows) {
    await store
      .insertInto('webhook_delivery')
      .values({
        id: messageId(),
        run,
        event: 'run.failed',
        body: JSON.stringify({
          event: 'run.failed',
          run,
          summary,
          state,
          error: error === null ? null : redact(error),
          at: at.toISOString(),
          url: `${appUrl}/admin`,
        }),
      })
      .onConflict((conflict) => conflict.columns(['run', 'event']).doNothing())
      .execute();
  }
}

/** Sends every message that is due, each once; any number of processes may do it. Answers how many attempts it made. */
export async function sendDue(store: ControlStore, options: SendOptions, log: (line: string) => void): Promise<number> {
  for (let sent = 0; ; sent++) {
    const webhook = await readWebhook(store);
    if (!webhook) return sent;
    // Whoever dies while it sends leaves a message that is due again in a minute: it may then come twice, never not at all.
    const { rows } = await sql<WebhookMessage & { run: string; attempts: number }>`
      update summa_control.webhook_delivery set attempts = attempts + 1, next_at = now() + interval '1 minute'
       where id = (select id from summa_control.webhook_delivery where state = 'waiting' and next_at <= now()
                    order by next_at limit 1 for update skip locked)
      returning id, body, run::text as run, attempts`.execute(store);
    const due = rows[0];
    if (!due) return sent;
    const { ok, gone, answer } = await sendWebhook(webhook, due, options);
    const pause = pauses[due.attempts - 1];
    const state = ok ? 'delivered' : gone || pause === undefined ? 'given up' : 'waiting';
    if (!ok) {
      const then = state === 'waiting' ? `it is tried again in ${pause} s` : 'it is given up';
      log(`Run ${due.run}: the webhook was not delivered (${redact(answer)}); ${then}.`);
    }
    await store
      .updateTable('webhook_delivery')
      .set({ state, answer, next_at: sql<string>`now() + ${pause ?? 0} * interval '1 second'` })
      .where('id', '=', due.id)
      .execute();
  }
}

/** Sends a message that says it is a test, at once. */
export async function sendTest(store: ControlStore, appUrl: string, options: SendOptions) {
  const webhook = await readWebhook(store);
  if (!webhook) return null;
  const body = JSON.stringify({ event: 'test', at: new Date().toISOString(), url: `${appUrl}/admin` });
  return sendWebhook(webhook, { id: messageId(), body }, options);
}

/** The newest messages, newest first. */
export async function readDeliveries(store: ControlStore): Promise<Delivery[]> {
  const rows = await store
    .selectFrom('webhook_delivery')
    .select(['run', 'state', 'attempts', 'answer', 'created_at'])
    .orderBy('created_at', 'desc')
    .limit(10)
    .execute();
  return rows.map(({ created_at, ...row }) => ({ ...row, at: created_at.toISOString() }));
}

function messageId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}
