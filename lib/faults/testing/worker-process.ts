// A worker in a process of its own, to be killed, stopped or cut off.
import { defaultLimits } from '#lib/refresh/run/context.ts';
import { startWorker } from '#lib/refresh/worker/worker.ts';
import { shopsRegistry } from '../pages/shops.ts';

const { FAULTS = '{}' } = process.env;
/** What {@link startWorkers} hands to each. */
export type WorkerOrder = {
  environment: { warehouseUrl: string; schema: string; controlUrl: string };
  shops: number;
  leaseSeconds: number;
  /** Above so many changed rows a new generation is published. */
  changedRows: number;
};
const { environment, shops, leaseSeconds, changedRows }: WorkerOrder = JSON.parse(FAULTS);
const worker = await startWorker({
  registry: shopsRegistry(shops),
  environment,
  lease: { seconds: leaseSeconds, renewMs: leaseSeconds * 300 },
  limits: { ...defaultLimits, changedRows },
  // Runs of other shops must not wait for those of a dead worker.
  concurrency: 2 * shops,
  demo: false,
  log: () => {},
});
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(1));
process.send?.('ready');
