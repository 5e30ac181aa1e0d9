// `npm run dev`: the embedded server, Next's development server and the worker; definitions reload as they are edited.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { childVariables } from '#lib/cli/child-variables.ts';
import { prepareDatabases } from '#lib/cli/prepare-databases.ts';
import { printReady } from '#lib/cli/print-ready.ts';
import { print, runApp } from '#lib/cli/run-app.ts';
import { steps } from '#lib/cli/steps.ts';
import { watchFiles } from '#lib/cli/watch-files.ts';
import type { Environment } from '#lib/environment.ts';
import { redact } from '#lib/server/redact.ts';
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
  // Next reloads definitions by itself; the worker read them when it started, and keeps what it has until they are right.
  let newest = 0;
  const reload = async () => {
    newest += 1;
    const mine = newest;
    const problem = await checkDefinitions(env);
    if (mine !== newest) return;
    if (problem !== null) {
      print(`The definitions are not used until they are mended:\n\n${problem}\n`);
      return;
    }
    print('The definitions were read again; what they change is built now.');
    await worker.restart();
  };
  watchFiles(['queries', path.join('lib', 'refresh'), path.join('lib', 'compile')], () => void reload());
  printReady(print, environment, began, prepared.admin);
}

/** What is wrong with the definitions as they are on disk now, or null; in a process of its own, for imports are kept. */
async function checkDefinitions(env: NodeJS.ProcessEnv): Promise<string | null> {
  const child = spawn(process.execPath, [path.resolve('lib', 'cli', 'summa.ts'), 'check'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = await text(child.stderr);
  return (await closed) === 0 ? null : redact(said.trim());
}

await runApp(develop);
