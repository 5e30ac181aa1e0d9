// Executes a run in a process of its own that kills itself at a fault point.

import { claimRun } from '#lib/refresh/run/claim.ts';
import type { Limits } from '#lib/refresh/run/context.ts';
import { createEngine } from '#lib/refresh/run/engine.ts';
import { type FaultPoint, injectFault } from '#lib/refresh/run/fault-point.ts';
import { executeRun } from '#lib/refresh/run/run.ts';
import { shopRegistry } from '#lib/refresh/testing/shop.ts';

export type KillOrder = { run: string; point: FaultPoint; limits?: Limits };

const engine = createEngine({
  registry: shopRegistry,
  environment: JSON.parse(process.env.SHOP ?? '{}'),
  worker: `to be killed ${process.pid}`,
});
process.once('message', async ({ run: id, point, limits }: KillOrder) => {
  injectFault((passed) => {
    if (passed === point) process.kill(process.pid, 'SIGKILL');
  });
  const run = await claimRun(engine, id);
  if (run) await executeRun(limits ? { ...engine, limits } : engine, run, new AbortController().signal);
  process.exit(0);
});
process.once('disconnect', () => process.exit(1));
process.send?.('ready');
