import type { Part } from './part.ts';
import { testFinding } from './run-test.ts';

export const part: Part = {
  title: 'Bad builds',
  run: async (say) => [
    await testFinding(
      {
        ...{ promise: 5, what: '8 kinds of bad build', promised: 'the old epoch serves' },
        file: 'lib/refresh/checks/bad-builds.db.test.ts',
      },
      say,
    ),
  ],
};
