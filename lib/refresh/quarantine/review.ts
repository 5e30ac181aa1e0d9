import { type Message, message } from '#lib/i18n/message.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import type { BuiltUnit } from '../build/build-unit.ts';
import type { Chain } from '../plan/chain.ts';
import { type QuarantineRow, readQuarantine } from './kept-build.ts';

/** Whether somebody wants to look at what was built before it serves: a definition that says so differs from what serves. */
export function wantsReview({ members, base }: BuiltUnit): boolean {
  return members.some(({ member: { definition, plan } }) => {
    const served = base.served.get(definition.name);
    return definition.refresh.onChange === 'review' && served !== undefined && served.fingerprint !== plan.fingerprint;
  });
}

/**
 * Why a chain whose definition has changed is not built now: what was built of exactly these definitions waits for
 * somebody's review, or was discarded in it. Null when it is to be built.
 */
export async function awaitsReview(db: Queryable, schema: string, chain: Chain): Promise<Message | null> {
  const review = await stoppingReview(db, schema, chain);
  if (!review) return null;
  const about = { summary: chain.head.definition.name, id: review.id };
  return review.state === 'open' ? message('plan.waitsForReview', about) : message('plan.discardedInReview', about);
}

/** The build of exactly these definitions that waits for a review, or was discarded in it; null when there is none. */
export async function stoppingReview(db: Queryable, schema: string, chain: Chain): Promise<QuarantineRow | null> {
  const name = chain.head.definition.name;
  const [latest] = await readQuarantine(db, schema, `chain = $1 and why = 'review'`, [name]);
  if (latest?.state !== 'open' && latest?.state !== 'discarded') return null;
  const same = chain.members.every(({ definition, plan }) =>
    latest.build.members.some((each) => each.summary === definition.name && each.fingerprint === plan.fingerprint),
  );
  return same ? latest : null;
}
