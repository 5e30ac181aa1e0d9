import type { Part } from './part.ts';
import { testFinding } from './run-test.ts';

export const part: Part = {
  title: 'Every step of a run, disturbed',
  run: async (say) => [
    await testFinding(
      {
        ...{ promise: 3, what: 'every statement of a run, thrown at, cut and killed before and after' },
        promised: 'nothing wrong, torn or left',
        file: 'lib/faults/points/points.db.test.ts',
        env: { SUMMA_FAULTS: 'long' },
      },
      say,
    ),
    await testFinding(
      {
        ...{ promise: 3, what: '50 workers stopped in the middle and continued', promised: '0 stale publishes' },
        file: 'lib/refresh/worker/worker.db.test.ts',
        pattern: 'stopped at any moment',
        env: { SUMMA_ZOMBIES: '50' },
      },
      say,
    ),
    await testFinding(
      {
        ...{ promise: 3, what: '50 parallel clicks', promised: '1 runs, <= 1 waits' },
        file: 'lib/refresh/worker/worker.db.test.ts',
        pattern: 'fifty clicks',
      },
      say,
    ),
  ],
};
