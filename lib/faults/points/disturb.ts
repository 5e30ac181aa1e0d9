import { type FaultPoint, injectFault } from '#lib/refresh/run/fault-point.ts';
import type { Shop } from '#lib/refresh/testing/shop.ts';
import { leftovers, tornRows, wrongRows } from '../whole.ts';
import { cutConnection, endLease, onceAt, type RunEnd, requestScenario, seeThrough } from './drive.ts';
import type { KillProcesses } from './kill-at.ts';
import type { Scenario } from './scenarios.ts';

export type Disturbance = 'thrown' | 'cut' | 'killed';

export const injected = 'thrown at a fault point';

/** A point, a way of failing there, and everything that was wrong afterwards. */
export type Outcome = {
  scenario: string;
  point: FaultPoint;
  disturbance: Disturbance;
  /** Whether the engine came by the point. */
  fired: boolean;
  end: RunEnd;
  problems: string[];
};

/** Goes a scenario undisturbed, and answers the points it passes. */
export async function pointsOf(
  shop: Shop,
  scenario: Scenario,
  n: number,
): Promise<{ passed: FaultPoint[]; end: RunEnd }> {
  await scenario.prepare(shop, n);
  const id = await requestScenario(shop, scenario);
  const passed = new Set<FaultPoint>();
  injectFault((point) => void passed.add(point));
  const end = await seeThrough(shop, id, scenario.limits);
  injectFault(null);
  await refreshRepaired(shop, scenario, end);
  return { passed: [...passed], end };
}

/** Disturbs a scenario at one point, lets the run go on to its end, and looks at what that made of the warehouse. */
export async function disturb(
  shop: Shop,
  scenario: Scenario,
  n: number,
  point: FaultPoint,
  disturbance: Disturbance,
  processes: KillProcesses,
): Promise<Outcome> {
  await scenario.prepare(shop, n);
  const id = await requestScenario(shop, scenario);
  let fired = false;
  if (disturbance === 'killed') {
    fired = await processes.killAt({ run: id, point, ...(scenario.limits ? { limits: scenario.limits } : {}) });
    await endLease(shop, id);
  } else {
    injectFault(
      onceAt(point, async () => {
        fired = true;
        if (disturbance === 'thrown') throw new Error(injected);
        await cutConnection(shop);
      }),
    );
  }
  const end = await seeThrough(shop, id, scenario.limits).finally(() => injectFault(null));
  const problems = await tornRows(shop);
  if (end.state === scenario.ends) problems.push(...(await scenario.problems(shop)));
  // Only an error that nobody foresaw may end a run before its work is done, and then the run says so.
  const gaveUp = disturbance === 'thrown' && end.error?.includes(injected);
  if (end.state !== scenario.ends && !gaveUp) problems.push(`the run is ${end.state}: ${end.error}`);
  await refreshRepaired(shop, scenario, end);
  // What could not be dropped in the moment of the fault is dropped by the next run.
  if ((await leftovers(shop)).length > 0) await shop.refresh();
  problems.push(...(await wrongRows(shop)), ...(await leftovers(shop)));
  return { scenario: scenario.name, point, disturbance, fired, end, problems };
}

/** After a run that could not publish everything: the raw rows as they should be, and a refresh of all of them. */
async function refreshRepaired(shop: Shop, scenario: Scenario, end: RunEnd): Promise<void> {
  if (end.state === 'succeeded' && !scenario.repair) return;
  await scenario.repair?.(shop);
  const error = await shop.refresh({ mode: 'all', range: { from: '2024-01-01', to: '2025-01-01' } });
  if (error) throw new Error(`After ${scenario.name}, a refresh that nothing disturbs failed: ${error}`);
}
