// A process of its own that changes raw rows and refreshes without a pause, until it is ended.
import type { Engine } from '#lib/refresh/run/engine.ts';
import { createEngine } from '#lib/refresh/run/engine.ts';
import { runToItsEnd } from '#lib/refresh/run/first-build.ts';
import { requestRefresh } from '#lib/refresh/run/request.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';
import { factsRegistry, newestDays } from './facts.ts';

const { BENCH_ENVIRONMENT = '{}', BENCH_TABLE = '', BENCH_PUBLISH = '1' } = process.env;
const environment = JSON.parse(BENCH_ENVIRONMENT) as Engine['environment'];
const registry = factsRegistry(BENCH_TABLE, `${BENCH_TABLE}_often`);
const engine = createEngine({ registry, environment });
const range = newestDays(3);
process.once('disconnect', () => process.exit(0));
for (let round = 0; ; round++) {
  // Without a publish the same rows are written and built, but no column of the summary changes.
  const change = BENCH_PUBLISH === '1' ? 'amount = amount + 1' : 'noted = noted + 1';
  await warehousePool('jobs', environment.warehouseUrl).query(
    `update raw.${BENCH_TABLE} set ${change} where at >= $1 and mod(cast(extract(minute from at) as int), 10) = $2`,
    [`${range.from} 00:00Z`, round % 10],
  );
  const summary = `${BENCH_TABLE}_often`;
  const { id } = await requestRefresh(engine.store, registry, { summary, mode: 'all', range, requestedBy: 'bench' });
  const error = await runToItsEnd(engine, id);
  if (error !== null) throw new Error(error);
  process.send?.('refreshed');
}
