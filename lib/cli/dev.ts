// `npm run dev`: the embedded server, Next's development server and the worker; definitions reload as they are edited.
import { watch } from 'node:fs';
import path from 'node:path';
import { childVariables } from '#lib/cli/child-variables.ts';
import { prepareDatabases } from '#lib/cli/prepare-databases.ts';
import { printReady } from '#lib/cli/print-ready.ts';
import { print, runApp } from '#lib/cli/run-app.ts';
import { steps } from '#lib/cli/steps.ts';
import type { Environment } from '#lib/environment.ts';
import type { Supervisor } from '#lib/server/supervisor.ts';

async function develop(supervisor: Supervisor, environment: Environment): Promise<void> {
  const began = Date.now();
  const { run } = steps(print);
  const env = await childVariables('development', supervisor, environment, { run });
  const prepared = await prepareDatabases(supervisor, env, print);
  const script = (name: string) => path.resolve('lib', 'cli', name);
  const serving = run('Starting the development server', () =>
    supervisor.process({ name: 'web', script: script('web.ts'), args: ['--dev'], env }),
  );
  serving.catch(() => {});
  await prepared.data;
  const worker = await run('Starting the worker', () =>
    supervisor.process({ name: 'worker', script: script('worker.ts'), env }),
  );
  await serving;
  // Next reloads definitions by itself; the worker read them when it started.
  let soon: NodeJS.Timeout | undefined;
  const restart = () => {
    clearTimeout(soon);
    soon = setTimeout(() => void worker.restart(), 300);
  };
  for (const folder of ['queries', path.join('lib', 'refresh'), path.join('lib', 'compile')]) {
    watch(folder, { recursive: true, persistent: false }, restart);
  }
  printReady(print, environment, began, prepared.admin);
}

await runApp(develop);
