import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waitingWords } from './waiting-words.ts';

describe('waitingWords(open, appUrl)', () => {
  it('says which summary waits and where to decide', () => {
    assert.deepEqual(
      waitingWords(
        [
          { id: '12', summary: 'daily_orders', kind: 'full', why: 'review' },
          { id: '11', summary: 'daily_refunds', kind: 'full', why: 'checks' },
        ],
        'http://summa.test',
      ),
      [
        'daily_orders is served as before: its new definition waits for review. Decide at http://summa.test/admin/quarantine/12',
        'daily_refunds is served as before: its new build failed a check. Decide at http://summa.test/admin/quarantine/11',
      ],
    );
  });

  it('leaves out days of a definition that serves', () => {
    const days = { id: '9', summary: 'daily_orders', kind: 'incremental', why: 'checks' } as const;
    assert.deepEqual(waitingWords([days], 'http://summa.test'), []);
  });
});
