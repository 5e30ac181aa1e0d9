// `npm start`: everything, from an empty folder to a served app.
import path from 'node:path';
import { buildApp } from '#lib/cli/build.ts';
import { childVariables } from '#lib/cli/child-variables.ts';
import { prepareDatabases } from '#lib/cli/prepare-databases.ts';
import { printReady } from '#lib/cli/print-ready.ts';
import { steps } from '#lib/cli/steps.ts';
import { type Environment, readEnvironment } from '#lib/environment.ts';
import { requireFreePort } from '#lib/server/port.ts';
import { redact } from '#lib/server/redact.ts';
import { supervised } from '#lib/server/supervised.ts';
import { type Supervisor, supervise } from '#lib/server/supervisor.ts';

const print = (line: string) => console.log(line);
const log = (line: string) => {
  if (!/^web: .* Running next\.config\.js/.test(line)) print(redact(line));
};

async function start(supervisor: Supervisor, environment: Environment): Promise<void> {
  const began = Date.now();
  const { run } = steps(print);
  const building = run('Building the app', buildApp);
  // Another step may fail first; this one's failure is then not the news.
  building.catch(() => {});
  const env = await childVariables('production', supervisor, environment, { run });
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

try {
  const environment = readEnvironment();
  await requireFreePort(environment.host, environment.port);
  const supervisor = await supervise(environment.home, log);
  const self = supervised(async () => {
    print('Stopping');
    await supervisor.stop();
  });
  try {
    await start(supervisor, environment);
    self.ready();
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
} catch (error) {
  console.error(redact(error instanceof Error ? error.message : String(error)));
  process.exit(1);
}
