import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Counts } from '#lib/cli/testing/counts.ts';
import { prepareMariadb } from '#lib/cli/testing/mariadb.ts';
import { runCommand } from '#lib/cli/testing/run-command.ts';
import { testFiles } from '#lib/cli/testing/test-files.ts';
import { openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { testServerVariable } from '#lib/server/test-database.ts';

/** Runs the pure tests. */
export function unitSuite(): Promise<Counts> {
  return nodeTests(testFiles('unit'), process.env);
}

/** Runs the tests that need a database, all on one embedded server. */
export async function databaseSuite(): Promise<Counts> {
  await prepareMariadb((line) => console.log(line));
  const home = await mkdtemp(path.join(tmpdir(), 'summa-test-'));
  await openHome(home);
  const server = await startEmbeddedPostgres({ home, test: true });
  // Interrupted, the runner must not leave a server behind; its data is worth nothing.
  const end = () => process.kill(server.pid, 'SIGQUIT');
  process.once('exit', end);
  try {
    return await nodeTests(testFiles('database'), { ...process.env, ...testServerVariable(server) });
  } finally {
    process.off('exit', end);
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function nodeTests(files: string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const folder = await mkdtemp(path.join(tmpdir(), 'summa-counts-'));
  const countsFile = path.join(folder, 'counts.json');
  try {
    const { code } = await runCommand(
      process.execPath,
      [
        '--test',
        '--test-concurrency=2',
        '--test-timeout=300000',
        '--test-reporter=dot',
        '--test-reporter-destination=stdout',
        `--test-reporter=${path.join(import.meta.dirname, 'counts-reporter.ts')}`,
        `--test-reporter-destination=${countsFile}`,
        ...files,
      ],
      { env: { ...env, NODE_TEST_CONTEXT: undefined } },
    );
    const counts = JSON.parse(await readFile(countsFile, 'utf8')) as Counts;
    // The runner may fail for what is no test, such as a file that cannot be loaded.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
