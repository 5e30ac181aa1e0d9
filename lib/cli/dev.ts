// `npm run dev`: the embedded server, Next's development server and the worker; definitions reload as they are edited.
import { watch } from 'node:fs';
import path from 'node:path';
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

try {
  const environment = readEnvironment();
  await requireFreePort(environment.host, environment.port);
  const supervisor = await supervise(environment.home, log);
  const self = supervised(async () => {
    print('Stopping');
    await supervisor.stop();
  });
  try {
    await develop(supervisor, environment);
    self.ready();
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
} catch (error) {
  console.error(redact(error instanceof Error ? error.message : String(error)));
  process.exit(1);
}
