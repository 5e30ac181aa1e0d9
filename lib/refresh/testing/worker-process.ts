// A worker in a process of its own, to be killed or stopped by a test.
import { startWorker } from '../worker/worker.ts';
import { shopRegistry } from './shop.ts';

const { SHOP = '{}', LEASE_SECONDS = '10' } = process.env;
const seconds = Number(LEASE_SECONDS);
const worker = await startWorker({
  registry: shopRegistry,
  environment: JSON.parse(SHOP),
  lease: { seconds, renewMs: seconds * 300 },
  beatMs: 200,
  demo: false,
  log: (line) => console.error(line),
});
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
process.once('disconnect', () => process.exit(1));
process.send?.('ready');
