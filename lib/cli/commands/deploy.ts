import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildApp, buildFolder } from '#lib/cli/build.ts';
import { removeUnusedBuilds, useBuild } from '#lib/cli/builds-in-use.ts';
import { type Command, UsageError } from '#lib/cli/command.ts';
import { loadRegistry } from '#lib/cli/registry.ts';
import { serveNewest, servingOf } from '#lib/cli/serving.ts';
import { steps } from '#lib/cli/steps.ts';
import { waitingWords } from '#lib/cli/waiting-words.ts';
import { DefinitionError } from '#lib/definition/problem.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { Environment } from '#lib/environment.ts';
import { PersonError } from '#lib/problem.ts';
import { listQuarantine } from '#lib/refresh/quarantine/list-quarantine.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { checkWarehouse } from '#lib/warehouse/check-definitions.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';

/** Web and worker stop within 20 s, and start within a few. */
const restartsWithin = 60_000;

/**
 * Brings what `queries/` says now to a Summa that runs: check, build the app aside, build the summaries, restart. Until the
 * last step everybody is served as before.
 */
export const command: Command = {
  summary: 'bring changed definitions to the Summa that runs: check, build beside it, restart it',
  usage: 'deploy [--anyway]',
  async run(args, { environment, print, say }) {
    const anyway = parse(args);
    const { run } = steps(say);
    const registry = await run('Checking the definitions', () => checked(environment));
    const build = await run('Building the app', async () => {
      const folder = buildFolder();
      await useBuild(folder);
      await buildApp(folder);
      return folder;
    });
    let waiting: string[];
    try {
      await run('Preparing the tables', async () => {
        await migrateControlStore(controlStore(environment.controlUrl));
        await migrateWarehouse(environment.warehouseUrl, environment.schema);
      });
      await run('Building the summaries', (log) => buildMissing({ registry, environment, log })).catch((error) => {
        if (!anyway) throw notBuilt(error);
        say(error instanceof Error ? error.message : String(error));
      });
      waiting = await stillWaiting(registry, environment);
    } finally {
      await closeWarehousePools();
      await closeControlStore(environment.controlUrl);
    }
    const serving = await servingOf(environment.home);
    if (!serving) {
      print('The app and the summaries are built. No Summa runs on this folder: npm start serves them.');
      waiting.forEach(print);
      return;
    }
    if (serving.build === build) {
      print('The Summa that runs serves this build already.');
      waiting.forEach(print);
      return;
    }
    await run('Restarting web and worker', () => restarted(environment, serving.pid, build));
    await removeUnusedBuilds(build);
    print(`${environment.appUrl} serves the newest definitions${waiting.length > 0 ? ', except:' : '.'}`);
    waiting.forEach(print);
  },
};

function parse(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { anyway: { type: 'boolean' } } }).values.anyway ?? false;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function checked(environment: Environment): Promise<Registry> {
  const registry = await loadRegistry(environment.schema);
  const problems = await checkWarehouse(registry, environment.warehouseUrl);
  if (problems.length > 0) throw new DefinitionError(problems);
  return registry;
}

async function stillWaiting(registry: Registry, { warehouseUrl, schema, appUrl }: Environment): Promise<string[]> {
  return waitingWords(
    await listQuarantine(warehousePool('jobs', warehouseUrl), schema, registry, { open: true }),
    appUrl,
  );
}

function notBuilt(error: unknown): PersonError {
  return new PersonError(
    {
      found: error instanceof Error ? error.message : String(error),
      expected: 'Nothing was restarted: the app and what is served of these summaries are as before.',
      todo: 'Correct them and deploy again, or restart all the same with --anyway.',
    },
    { cause: error },
  );
}

async function restarted({ home, host, port }: Environment, pid: number, build: string): Promise<void> {
  process.kill(pid, serveNewest);
  for (const until = Date.now() + restartsWithin; Date.now() < until; await sleep(200)) {
    const now = await servingOf(home);
    if (!now) break;
    // It says so when the old web server is gone; the new one answers a little later.
    if (now.build === build && (await answers(host, port))) return;
  }
  throw new PersonError({
    found: `The Summa that runs (process ${pid}) did not restart with the new build.`,
    expected: `Expected it within ${restartsWithin / 1000} s.`,
    todo: 'Look at its output; stopping it and npm start serves the new build too.',
  });
}

async function answers(host: string, port: number): Promise<boolean> {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  try {
    await fetch(`http://${name}:${port}/api/health`, { signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}
