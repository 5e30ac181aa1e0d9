import type { Part } from './part.ts';
import { testFinding } from './run-test.ts';

const asked = { promise: 13, promised: 'equal to plain SQL over the raw rows' };
const entered = { promise: 8, promised: 'no shape of a statement, no 5xx, no leak' };

export const part: Part = {
  title: 'Questions, and what is entered instead',
  run: async (say) => [
    await testFinding(
      {
        ...{ promise: 12, what: '20,000 moments of each of 8 zones, by hour to year', promised: 'each in one bucket' },
        ...{ file: 'lib/query/exact-time.db.test.ts', env: { SUMMA_INSTANTS: '20000' } },
      },
      say,
    ),
    await testFinding(
      {
        ...{ ...asked, what: '1,000 random questions to each of 6 models, at 2 epochs, by 2 viewers' },
        ...{ file: 'lib/query/oracle/market.db.test.ts', env: { SUMMA_QUESTIONS: '1000', SUMMA_SEED: '11' } },
      },
      say,
    ),
    await testFinding(
      {
        ...{ promise: 13, what: '2,000 random filters and their opposites', promised: 'the parts add up' },
        ...{ file: 'lib/query/oracle/partitions.db.test.ts', env: { SUMMA_FILTERS: '2000' } },
      },
      say,
    ),
    await testFinding(
      {
        ...{ ...asked, what: '100 random questions of three million flights' },
        ...{ file: 'queries/demo/flights.db.test.ts', env: { SUMMA_FLIGHT_QUESTIONS: '100' } },
      },
      say,
    ),
    await testFinding(
      {
        ...{ ...entered, what: '2,000 inputs for the API, pages and exports' },
        ...{ file: 'lib/query/oracle/input.db.test.ts', env: { SUMMA_INPUTS: '2000' } },
      },
      say,
    ),
    await testFinding(
      {
        ...{ ...entered, what: '2,000 questions compiled with other values' },
        ...{ file: 'lib/query/oracle/fingerprints.db.test.ts', env: { SUMMA_FINGERPRINTS: '2000' } },
      },
      say,
    ),
  ],
};
