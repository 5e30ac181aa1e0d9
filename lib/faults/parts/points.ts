import type { Part } from './part.ts';
import { testFinding } from './run-test.ts';

export const part: Part = {
  title: 'Every fault point, thrown at, cut and killed',
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
        ...{ promise: 3, what: '50 parallel clicks', promised: '1 runs, <= 1 waits' },
        file: 'lib/refresh/worker.db.test.ts',
        pattern: 'fifty clicks',
      },
      say,
    ),
  ],
};
