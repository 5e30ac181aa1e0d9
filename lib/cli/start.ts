// `npm start`: everything, from an empty folder to a served app.
import path from 'node:path';
import { buildApp, buildFolder } from '#lib/cli/build.ts';
import { removeUnusedBuilds, useBuild } from '#lib/cli/builds-in-use.ts';
import { childVariables } from '#lib/cli/child-variables.ts';
import { prepareDatabases } from '#lib/cli/prepare-databases.ts';
import { printReady } from '#lib/cli/print-ready.ts';
import { print, runApp } from '#lib/cli/run-app.ts';
import { steps } from '#lib/cli/steps.ts';
import type { Environment } from '#lib/environment.ts';
import type { Supervisor } from '#lib/server/supervisor.ts';

async function start(supervisor: Supervisor, environment: Environment): Promise<void> {
  const began = Date.now();
  const { run } = steps(print);
  const build = buildFolder();
  const building = run('Building the app', async () => {
    await useBuild(build);
    await buildApp(build);
    await removeUnusedBuilds(build);
  });
  // Another step may fail first; this one's failure is then not the news.
  building.catch(() => {});
  const env = { ...(await childVariables('production', supervisor, environment, { run })), SUMMA_BUILD: build };
  const prepared = await prepareDatabases(supervisor, env, print);
  await building;
  const script = (name: string) => path.resolve('lib', 'cli', name);
  const serving = run('Starting the web server', () =>
    supervisor.process({ name: 'web', script: script('web.ts'), env, execArgv: ['--max-semi-space-size=8'] }),
  );
  serving.catch(() => {});
  await prepared.data;
  const working = run('Starting the worker', () =>
    supervisor.process({ name: 'worker', script: script('worker.ts'), env, execArgv: ['--max-semi-space-size=2'] }),
  );
  await Promise.all([serving, working]);
  printReady(print, environment, began, prepared.admin);
}

await runApp(start);
