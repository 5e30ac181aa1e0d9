import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { publishSteps } from '#lib/refresh/publish/publish-step.ts';
import type { FaultPoint } from '#lib/refresh/run/fault-point.ts';
import { openShop, type Shop } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { type Disturbance, disturb, type Outcome, pointsOf } from './disturb.ts';
import { faultPoints } from './fault-points.ts';
import { killProcesses } from './kill-at.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { fillShop } from './shop-rows.ts';

/**
 * The long form does everything at every point. The short one throws at each, cuts at those of the publish, and cuts and
 * kills at some of the others, chosen anew each time and named in the output. `SUMMA_FAULT_POINTS=quarantine` does everything
 * at the points with that word.
 */
const only = process.env.SUMMA_FAULT_POINTS ?? '';
const long = only !== '' || process.env.SUMMA_FAULTS === 'long';
const cutsElsewhere = long ? 1_000 : 10;
const kills = long ? 1_000 : 14;

const publishing = new Set<string>(publishSteps.flatMap((step) => [`before ${step}`, `after ${step}`]));

function someOf(points: Iterable<FaultPoint>, count: number): Set<FaultPoint> {
  return new Set([...points].sort(() => Math.random() - 0.5).slice(0, count));
}

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
      faultPoints.filter((point) => !ways.has(point)),
      [],
      'fault points that no scenario passes: add one to scenarios.ts',
    );
    const processes = killProcesses(shop);
    t.after(async () => processes.end());
    const outcomes: Outcome[] = [];
    let n = scenarios.length;
    const cut = someOf(
      [...ways.keys()].filter((point) => !publishing.has(point)),
      cutsElsewhere,
    );
    const killed = someOf(ways.keys(), kills);
    for (const [point, scenario] of ways) {
      if (!point.includes(only)) continue;
      const disturbances: Disturbance[] = [
        'thrown',
        ...(publishing.has(point) || cut.has(point) ? (['cut'] as const) : []),
        ...(killed.has(point) ? (['killed'] as const) : []),
      ];
      for (const disturbance of disturbances) {
        outcomes.push(await disturb(shop, scenario, n++, point, disturbance, processes));
      }
    }
    t.diagnostic(`${ways.size} fault points, ${outcomes.length} disturbances`);
    if (!long) t.diagnostic(`cut ${[...cut].join(', ')}; killed ${[...killed].join(', ')}`);
    assert.deepEqual(outcomes.filter(({ problems }) => problems.length > 0).map(words), []);
    assert.deepEqual(
      outcomes.filter(({ fired }) => !fired).map(words),
      [],
      'points that were not reached when they were to be disturbed',
    );
  });
});
