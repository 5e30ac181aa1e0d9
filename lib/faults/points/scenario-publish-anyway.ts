import { requestPublishAnyway } from '#lib/refresh/quarantine/request-publish-anyway.ts';
import { wrongRows } from '../whole.ts';
import type { Scenario } from './scenarios.ts';
import { loseMonth, restoreMonth } from './shop-rows.ts';

/** A build that failed its checks is published because somebody decided so. */
export const publishAnyway: Scenario = {
  name: 'a kept build that is published anyway',
  prepare: async (shop, n) => {
    await loseMonth(shop, n);
    await shop.refresh({ mode: 'all', range: { from: '2024-01-01', to: '2025-01-01' } });
  },
  request: async ({ engine, pool }) => {
    const { rows } = await pool.query<{ id: string }>(
      `select id::text as id from summa._quarantine where state = 'open'`,
    );
    const decision = { id: rows[0]?.id ?? '', reason: 'the rows are gone for good', who: 'test' };
    return (await requestPublishAnyway(engine.store, pool, 'summa', engine.registry, decision)).id;
  },
  ends: 'succeeded',
  problems: async (shop) => {
    const { rows } = await shop.pool.query(`select from summa._quarantine where state = 'open'`);
    return [...(await wrongRows(shop)), ...(rows.length > 0 ? ['the kept build is still open'] : [])];
  },
  repair: restoreMonth,
};
