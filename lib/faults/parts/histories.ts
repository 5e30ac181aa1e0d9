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
  ],
};
