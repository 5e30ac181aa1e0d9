import assert from 'node:assert/strict';
import { it } from 'node:test';
import { closedRefusal, outdatedReason } from './outdated.ts';

it('says what happened to a build that waits no more', () => {
  const said = (reason: string) => closedRefusal({ state: 'outdated', reason });
  assert.deepEqual(said(outdatedReason.builtAgain('12')), { key: 'quarantine.refusedOutdated', values: { run: '12' } });
  assert.equal(said(outdatedReason.tooMany).key, 'quarantine.refusedTooMany');
  assert.equal(said(outdatedReason.tooOld).key, 'quarantine.refusedTooOld');
  assert.equal(closedRefusal({ state: 'discarded', reason: 'not so' }).key, 'quarantine.refusedDecided');
});
