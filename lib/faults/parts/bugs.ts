import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openHome, startEmbeddedPostgres } from '#lib/server/embedded-postgres.ts';
import { testServerVariable } from '#lib/server/test-database.ts';
import { bugs } from '../bugs/bugs.ts';
import { copyTree } from '../bugs/tree.ts';
import type { Part } from './part.ts';
import { runTest } from './run-test.ts';

/** A test that hangs because of a bug has noticed it too. */
const timeoutMs = 300_000;

export const part: Part = {
  title: 'Seeded bugs',
  async run(say) {
    const home = await mkdtemp(path.join(tmpdir(), 'summa-bugs-home-'));
    await openHome(home);
    const server = await startEmbeddedPostgres({ home, test: true });
    const tree = copyTree();
    // Whoever is interrupted must not leave them behind.
    const end = () => {
      process.kill(server.pid, 'SIGQUIT');
      tree.remove();
    };
    process.once('exit', end);
    const test = (given: { caughtBy: string; pattern?: string | undefined }) =>
      runTest(given.caughtBy, {
        ...(given.pattern ? { pattern: given.pattern } : {}),
        ...{ cwd: tree.folder, env: testServerVariable(server), timeoutMs },
      });
    const missed: string[] = [];
    const unwell: string[] = [];
    try {
      const tests = new Map(bugs.map((bug) => [`${bug.caughtBy} ${bug.pattern ?? ''}`, bug]));
      for (const { caughtBy, pattern } of tests.values()) {
        const { passed, failed, output } = await test({ caughtBy, pattern });
        if (failed === 0 && passed > 0) continue;
        unwell.push(caughtBy);
        say(`${caughtBy} fails without any bug:\n${output.split('\n').slice(-60).join('\n')}`);
      }
      for (const bug of bugs) {
        const { failed } = await tree.withBug(bug, () => test(bug));
        if (failed === 0) missed.push(bug.name);
        say(`${failed > 0 ? 'caught' : 'MISSED'}  ${bug.name} (${bug.file}), by ${bug.caughtBy}`);
      }
    } finally {
      process.off('exit', end);
      tree.remove();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    }
    return [
      {
        ...{ promise: null, what: 'seeded bugs that the suite catches' },
        ...{ measured: `${bugs.length - missed.length} of ${bugs.length}`, promised: 'all' },
        kept: missed.length === 0 && unwell.length === 0,
      },
    ];
  },
};
