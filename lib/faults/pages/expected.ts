import type { Totals } from '../history/history.ts';

/** A generation of a shop's daily summary and the epochs it serves. */
export type Served = { id: string; shop: string; from: number; to: number | null };

/**
 * At `epoch` a partition of a generation was recorded as built from a raw state. No state: a roll-back restored it, or it was
 * carried over from one that a roll-back had restored. Gone: it is not there any more.
 */
export type Claim = { epoch: number; generation: string; day: string; state: number | null; gone: boolean };

/** What plain SQL said of a day in a raw state. */
export type TrueDay = { shop: string; state: number; day: string; orders: string; revenue: string; buyers: string };

/** What must be seen of a shop at an epoch. */
export type Expected = { totals: Totals; states: ReadonlyMap<string, number> };

/**
 * Works out what every epoch of a shop must show: each day as plain SQL says it was in the raw state that its last build
 * saw, or, where a roll-back restored it, as it was before the epoch that was undone.
 */
export function expectedAt(
  shop: string,
  epochs: readonly number[],
  given: { served: Served[]; claims: Claim[]; days: TrueDay[]; undone: ReadonlyMap<number, number> },
): Map<number, Expected> {
  const truth = new Map(given.days.filter((day) => day.shop === shop).map((day) => [`${day.state} ${day.day}`, day]));
  const served = given.served.filter((generation) => generation.shop === shop);
  const claims = Map.groupBy(given.claims, (claim) => `${claim.epoch} ${claim.generation}`);
  const all = new Map<number, Expected>();
  const before = (epoch: number) => [...all].findLast(([each]) => each <= epoch)?.[1].states ?? new Map();
  let states: ReadonlyMap<string, number> = new Map();
  let generation: string | null = null;
  for (const epoch of [...epochs].sort((a, b) => a - b)) {
    const now = served.find(({ from, to }) => from <= epoch && (to === null || to > epoch))?.id ?? null;
    const undone = given.undone.get(epoch);
    const unknown: ReadonlyMap<string, number> = undone === undefined ? states : before(undone - 1);
    // A new generation has only the days that were recorded when it was published.
    const after = new Map(now === generation ? states : []);
    for (const { day, state, gone } of claims.get(`${epoch} ${now}`) ?? []) {
      const value = gone ? undefined : (state ?? unknown.get(day));
      if (value === undefined) after.delete(day);
      else after.set(day, value);
    }
    states = after;
    generation = now;
    all.set(epoch, { totals: totalsOf(states, truth), states });
  }
  return all;
}

function totalsOf(states: ReadonlyMap<string, number>, truth: ReadonlyMap<string, TrueDay>): Totals {
  let [orders, cents, buyers] = [0n, 0n, 0n];
  for (const [day, state] of states) {
    const known = truth.get(`${state} ${day}`);
    // A day without rows in that state.
    if (!known) continue;
    orders += BigInt(known.orders);
    cents += BigInt(known.revenue.replace('.', ''));
    buyers += BigInt(known.buyers);
  }
  const digits = String(cents).padStart(3, '0');
  return { orders: String(orders), revenue: `${digits.slice(0, -2)}.${digits.slice(-2)}`, buyers: String(buyers) };
}
