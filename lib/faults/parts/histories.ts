import type { Part } from './part.ts';
import { testFinding } from './run-test.ts';

export const part: Part = {
  title: 'Late rows, updates, deletes and changed definitions',
  run: async (say) => [
    await testFinding(
      {
        ...{ promise: 4, what: '500 generated histories, incremental against full', promised: '500 equal' },
        file: 'lib/refresh/late/histories.db.test.ts',
        env: { SUMMA_HISTORIES: '500' },
      },
      say,
    ),
    await testFinding(
      {
        ...{ promise: 4, what: 'concurrent writers for 20 s on an exact source', promised: '0 wrong partitions' },
        file: 'lib/refresh/late/writers.db.test.ts',
        env: { SUMMA_WRITERS_SECONDS: '20' },
      },
      say,
    ),
  ],
};
