// The worker: refreshes summaries. Run by `npm start` beside the web server, or alone by `npm run worker`.
import { loadRegistry } from '#lib/cli/registry.ts';
import { environmentWithServer } from '#lib/cli/with-server.ts';
import { DefinitionError } from '#lib/definition/problem.ts';
import { redact } from '#lib/server/redact.ts';
import { supervised } from '#lib/server/supervised.ts';

try {
  const { environment, close } = await environmentWithServer();
  const [{ startWorker }, { startNotifier }, registry] = await Promise.all([
    import('#lib/refresh/worker/worker.ts'),
    import('#lib/notify/notifier.ts'),
    loadRegistry(environment.schema),
  ]);
  const worker = await startWorker({ registry, environment, buildMissing: true });
  const notifier = await startNotifier({ environment });
  const self = supervised(async () => {
    await Promise.all([worker.stop(), notifier.stop()]);
    await close();
  });
  self.ready();
} catch (error) {
  // A definition that is wrong is told in full by its message; anything else is a surprise and needs its stack.
  const told = error instanceof DefinitionError ? error.message : error instanceof Error ? error.stack : null;
  console.error(redact(told ?? String(error)));
  process.exit(1);
}
