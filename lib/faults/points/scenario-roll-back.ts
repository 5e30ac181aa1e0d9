import { listHolds, releaseHold } from '#lib/refresh/roll-back/hold.ts';
import { requestRollBack } from '#lib/refresh/roll-back/request.ts';
import { readAt } from '#lib/refresh/testing/read-at.ts';
import type { Shop } from '#lib/refresh/testing/shop.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import type { Scenario } from './scenarios.ts';
import { changeRows } from './shop-rows.ts';

/** The newest epoch is undone: what was visible before it is visible again, and its days are held. */
export const rollBack: Scenario = {
  name: 'a roll-back',
  prepare: async (shop, n) => {
    await changeRows(shop, n);
    const error = await shop.refresh({ mode: 'all', range: { from: '2024-03-01', to: '2024-04-01' } });
    if (error) throw new Error(`There is nothing to roll back: ${error}`);
  },
  request: async ({ engine, pool }) => {
    const { epoch } = await latestEpoch(pool, 'summa');
    const wish = { epoch, reason: 'wrong rows', who: 'test' };
    return (await requestRollBack(engine.store, pool, 'summa', engine.registry, wish)).id;
  },
  ends: 'succeeded',
  problems: async (shop) => {
    const holds = await listHolds(shop.pool, 'summa');
    const [hold] = holds;
    if (!hold || holds.length > 1) return [`${holds.length} holds, expected one`];
    const problems: string[] = [];
    for (const [summary, relation] of [['daily'], ['monthly'], ['daily', 'buyers']] as const) {
      const now = await readAt(shop.pool, (await latestEpoch(shop.pool, 'summa')).epoch, summary, relation);
      const before = await readAt(shop.pool, hold.undone - 1, summary, relation);
      if (JSON.stringify(now) !== JSON.stringify(before)) problems.push(`${summary} is not as it was before`);
    }
    return problems;
  },
  repair: async (shop: Shop) => {
    for (const { id } of await listHolds(shop.pool, 'summa'))
      await releaseHold(shop.pool, 'summa', { id, who: 'test' });
  },
};
