// `npm start`: everything, from an empty folder to a served app.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { buildApp, buildFolder } from '#lib/cli/build.ts';
import { removeUnusedBuilds, useBuild } from '#lib/cli/builds-in-use.ts';
import { childVariables } from '#lib/cli/child-variables.ts';
import { prepareDatabases } from '#lib/cli/prepare-databases.ts';
import { printReady } from '#lib/cli/print-ready.ts';
import { print, runApp } from '#lib/cli/run-app.ts';
import { announceServing, serveNewest } from '#lib/cli/serving.ts';
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
  // A disk that fills up while loading is told at once, not after the build.
  await Promise.race([building, prepared.data.then(() => building)]);
  const script = (name: string) => path.resolve('lib', 'cli', name);
  const serving = run('Starting the web server', () =>
    supervisor.process({ name: 'web', script: script('web.ts'), env, execArgv: ['--max-semi-space-size=8'] }),
  );
  serving.catch(() => {});
  await prepared.data;
  const working = run('Starting the worker', () =>
    supervisor.process({ name: 'worker', script: script('worker.ts'), env, execArgv: ['--max-semi-space-size=2'] }),
  );
  const [web, worker] = await Promise.all([serving, working]);
  const takeNewest = async () => {
    const newest = buildFolder();
    await useBuild(newest);
    if (!existsSync(newest)) throw new Error('They are not built. Run npm run summa -- deploy.');
    env.SUMMA_BUILD = newest;
    await Promise.all([web.restart(), worker.restart()]);
    await announceServing(environment.home, newest);
  };
  // `summa deploy` has built newer definitions beside this process and asks to serve them.
  process.on(serveNewest, () => {
    takeNewest().catch((error: Error) => print(`Newer definitions cannot be served: ${error.message}`));
  });
  await announceServing(environment.home, build);
  printReady(print, environment, began, prepared.admin);
}

await runApp(start);
