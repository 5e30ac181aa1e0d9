import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Outcome, outcomeTable } from '#lib/cli/setup-cases/outcome-table.ts';

describe('outcomeTable(outcomes)', () => {
  it('has a line per case and counts them', () => {
    const one: Outcome = {
      name: 'port taken',
      expects: 'a sentence',
      result: 'passed',
      seconds: 1.26,
      message: 'a\n b',
    };
    const two: Outcome = { ...one, name: 'disk full', result: 'skipped', seconds: 12, message: 'needs root' };
    assert.equal(
      outcomeTable([one, two]),
      [
        '           took  case        expected    seen',
        'passed    1.3 s  port taken  a sentence  a b',
        'skipped  12.0 s  disk full   a sentence  needs root',
        '',
        '1 passed, 0 failed, 1 skipped',
      ].join('\n'),
    );
  });
});
