import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '#lib/auth/audit.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import { PersonError } from '#lib/problem.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import type { ControlStore } from '#lib/store/connect.ts';
import type { RefreshBody } from './schemas.ts';

/** How long a key finds the run it made. */
export const keyDays = 7;

type Caller = Pick<Viewer, 'id' | 'email'>;

/**
 * Requests a refresh. With a key it is requested once: the same body under the same key finds the run it made, also after
 * that run has ended and while the first request is still under way; another body is refused.
 */
export async function requestOnce(
  store: ControlStore,
  registry: Registry,
  { caller, key, body }: { caller: Caller; key: string | null; body: RefreshBody },
): Promise<{ id: string; replayed: boolean }> {
  if (key === null) return { id: await request(store, registry, caller, body), replayed: false };
  await forgetOldKeys(store);
  const bodyHash = hashOf(body);
  return store.transaction().execute(async (transaction) => {
    // An equal key that is being used waits here for the other's end, by the primary key.
    const added = await transaction
      .insertInto('refresh_key')
      .values({ who: caller.id, key, body_hash: bodyHash, run: null })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst();
    if (!added) {
      const known = await transaction
        .selectFrom('refresh_key')
        .select(['run', 'body_hash'])
        .where('who', '=', caller.id)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      if (known.body_hash !== bodyHash || known.run === null) throw otherBody(key);
      return { id: known.run, replayed: true };
    }
    const id = await request(transaction, registry, caller, body);
    await transaction
      .updateTable('refresh_key')
      .set({ run: id })
      .where('who', '=', caller.id)
      .where('key', '=', key)
      .execute();
    return { id, replayed: false };
  });
}

async function request(store: ControlStore, registry: Registry, caller: Caller, body: RefreshBody): Promise<string> {
  if (!body.upstream) refuseHalfAChain(registry, body.summary);
  const { summary, mode, range = null, reason = null } = body;
  const { id } = await requestRefresh(store, registry, { summary, mode, range, reason, requestedBy: caller.email });
  await audit(store, { who: caller.email, what: 'refresh.request', detail: { summary, mode, range, reason, run: id } });
  return id;
}

function refuseHalfAChain(registry: Registry, name: string): void {
  const summary = findSummary(registry, name);
  if (!summary?.upstream) return;
  throw new PersonError({
    found: `${name} is made from the rows of ${summary.upstream.name}, and both are always published together, so that they never disagree.`,
    expected: 'Expected `upstream` to be true, or left out.',
    todo: `Leave it out; the run then refreshes ${headOf(summary).name} and everything made from it.`,
  });
}

function otherBody(key: string): PersonError {
  return new PersonError({
    found: `The Idempotency-Key "${key}" was used for another body.`,
    expected: 'Expected the body it came with first, or a new key.',
    todo: 'Use a new key for each refresh that is meant to be one of its own.',
    status: 409,
  });
}

/** Equal for bodies that mean the same, in whatever order they were written. */
function hashOf({ summary, mode, range, upstream, reason }: RefreshBody): string {
  const meaning = [summary, mode, range ? [range.from, range.to] : null, upstream, reason ?? null];
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex');
}

/** Those that somebody else is deleting or reading are left for the next time. */
async function forgetOldKeys(store: ControlStore): Promise<void> {
  await sql`
    delete from summa_control.refresh_key where (who, key) in (
      select who, key from summa_control.refresh_key
       where created_at < now() - ${keyDays} * interval '1 day' for update skip locked)`.execute(store);
}
