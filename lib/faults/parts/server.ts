import type { Part } from './part.ts';
import { testFinding } from './run-test.ts';

export const part: Part = {
  title: 'The embedded server',
  run: async (say) => [
    await testFinding(
      {
        ...{ promise: 16, what: 'Node killed 50 times, the server 50 times', promised: 'up in 10 s, 0 commits lost' },
        file: 'lib/server/survival.db.test.ts',
        env: { SUMMA_TEST_KILLS: '100' },
      },
      say,
    ),
    await testFinding(
      {
        ...{
          promise: 16,
          what: 'two servers on one folder, a stale pid file, a killed owner',
          promised: 'one, up again',
        },
        file: 'lib/server/embedded-postgres.db.test.ts',
      },
      say,
    ),
  ],
};
