import { defaultLimits, type Limits } from '#lib/refresh/run/context.ts';
import type { FaultPoint } from '#lib/refresh/run/fault-point.ts';
import { type RefreshWish, requestRefresh } from '#lib/refresh/run/request.ts';
import type { Shop } from '#lib/refresh/testing/shop.ts';
import { wrongRows } from '../whole.ts';
import { publishAnyway } from './scenario-publish-anyway.ts';
import { rollBack } from './scenario-roll-back.ts';
import { changeRows, loseMonth, restoreMonth } from './shop-rows.ts';

/** A way through the engine, to be disturbed at each of its fault points. It can be gone any number of times. */
export type Scenario = {
  name: string;
  /** Brings the shop into the state that makes the run take this way. `n` is another number each time. */
  prepare: (shop: Shop, n: number) => Promise<void>;
  /** Queues the run. */
  request: (shop: Shop) => Promise<string>;
  limits?: Limits;
  /** Where the first attempt loses its connection, so that the fault meets the second. */
  firstDies?: FaultPoint;
  /** How the run ends when nothing disturbs it. */
  ends: 'succeeded' | 'partial';
  /** What is wrong when it has ended so. */
  problems: (shop: Shop) => Promise<string[]>;
  /** Brings the shop back to where a refresh of everything makes it whole. */
  repair?: (shop: Shop) => Promise<void>;
};

const refresh = (wish: Partial<RefreshWish>) => async (shop: Shop) => {
  const asked = { summary: 'daily', requestedBy: 'test', ...wish };
  return (await requestRefresh(shop.engine.store, shop.engine.registry, asked)).id;
};

const everyDay = refresh({ mode: 'all', range: { from: '2024-01-01', to: '2025-01-01' } });
const rebuild = refresh({ mode: 'all' });
const unchanged = async () => {};
const succeeds = { ends: 'succeeded', problems: wrongRows } as const;

export const scenarios: Scenario[] = [
  { name: 'changed days', prepare: changeRows, request: everyDay, ...succeeds },
  {
    name: 'an attempt that takes over',
    prepare: changeRows,
    request: everyDay,
    firstDies: 'after record unit',
    ...succeeds,
  },
  { name: 'unchanged days', prepare: unchanged, request: everyDay, ...succeeds },
  { name: 'a whole rebuild', prepare: changeRows, request: rebuild, ...succeeds },
  { name: 'an unchanged rebuild', prepare: unchanged, request: rebuild, ...succeeds },
  {
    name: 'very many changed rows',
    prepare: changeRows,
    request: everyDay,
    limits: { ...defaultLimits, changedRows: 1 },
    ...succeeds,
  },
  {
    name: 'a month that lost its rows',
    prepare: loseMonth,
    request: everyDay,
    ends: 'partial',
    // The old rows go on serving.
    problems: async () => [],
    repair: restoreMonth,
  },
  rollBack,
  publishAnyway,
];
