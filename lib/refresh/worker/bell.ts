import { run as runQueue } from 'graphile-worker';
import pg from 'pg';
import { connectionOf } from '#lib/server/connection.ts';
import type { Engine } from '../run/engine.ts';
import { quiet } from './queue-logger.ts';

/** The bell: a queue whose only job makes this worker look. What is to be done is never in it. */
export async function startBell(engine: Engine, look: () => void): Promise<{ stop: () => Promise<void> }> {
  const pool = new pg.Pool({
    ...connectionOf(engine.environment.controlUrl),
    application_name: 'summa queue',
    max: 3,
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const runner = await runQueue({
    pgPool: pool,
    taskList: { wake: async () => look() },
    concurrency: 1,
    noHandleSignals: true,
    logger: quiet,
    // A job that ends while the queue is stopping would otherwise stay locked for hours.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
  // The beat goes on without the bell; a rejected promise must not end the process.
  runner.promise.catch((error: unknown) => engine.log(`The queue ended: ${String(error)}`));
  return {
    stop: async () => {
      await runner.stop().catch(() => {});
      await pool.end();
    },
  };
}
