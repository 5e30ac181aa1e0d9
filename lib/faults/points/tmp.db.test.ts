import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FaultPoint } from '#lib/refresh/fault-point.ts';
import { publishSteps } from '#lib/refresh/publish-step.ts';
import { openShop, type Shop } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { type Disturbance, disturb, type Outcome, pointsOf } from './disturb.ts';
import { faultPoints } from './fault-points.ts';
import { killProcesses } from './kill-at.ts';
import { fillShop, type Scenario, scenarios } from './scenarios.ts';

/** The long form kills at every point; the short one at each of the publish and at some of the others. */
const everyKill = process.env.SUMMA_FAULTS === 'long';
const killsElsewhere = 8;

/** Every point with the first scenario that passes it. */
async function findWays(shop: Shop): Promise<Map<FaultPoint, Scenario>> {
  const ways = new Map<FaultPoint, Scenario>();
  for (const [n, scenario] of scenarios.entries()) {
    const { passed, end } = await pointsOf(shop, scenario, n);
    assert.equal(end.state, scenario.ends, `${scenario.name}: ${end.error}`);
    for (const point of passed) if (!ways.has(point)) ways.set(point, scenario);
  }
  return ways;
}

const words = ({ point, disturbance, scenario, end, problems }: Outcome) =>
  `${disturbance} ${point} (${scenario}; ${end.state} at attempt ${end.attempt}): ${problems.join('; ')}`;

describe('a run disturbed at a fault point', () => {
  it('ends or goes on, and leaves nothing wrong, torn or lying about', { timeout: 900_000 }, async (t) => {
    const shop = await openShop(await testDatabase());
    t.after(() => shop.drop());
    await fillShop(shop);
    assert.equal(await shop.refresh(), null);
    const ways = await findWays(shop);
    assert.deepEqual(
      faultPoints.filter((point) => !ways.has(point) && !point.includes('hold')),
      [],
      'fault points that no scenario passes: add one to scenarios.ts',
    );
    const processes = killProcesses(shop);
    t.after(async () => processes.end());
    const outcomes: Outcome[] = [];
    let n = scenarios.length;
    for (const [point, scenario] of ways) {
      const disturbances: Disturbance[] = ['thrown', 'cut'];
      for (const disturbance of disturbances) {
        outcomes.push(await disturb(shop, scenario, n++, point, disturbance));
      }
    }
    const publishing = new Set<string>(publishSteps.flatMap((step) => [`before ${step}`, `after ${step}`]));
    const elsewhere = [...ways.keys()].filter((point) => !publishing.has(point)).sort(() => Math.random() - 0.5);
    const killed = [...ways.keys()].filter(
      (point) => everyKill || publishing.has(point) || elsewhere.slice(0, killsElsewhere).includes(point),
    );
    for (const point of killed) {
      const scenario = ways.get(point);
      if (scenario) outcomes.push(await disturb(shop, scenario, n++, point, 'killed', processes));
    }
    t.diagnostic(`${ways.size} fault points, ${outcomes.length} disturbances; killed ${killed.join(', ')}`);
    assert.deepEqual(outcomes.filter(({ problems }) => problems.length > 0).map(words), []);
    assert.deepEqual(
      outcomes.filter(({ fired }) => !fired).map(words),
      [],
      'points that were not reached when they were to be disturbed',
    );
  });
});
