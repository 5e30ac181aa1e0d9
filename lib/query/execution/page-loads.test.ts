import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makePageLoads } from './page-loads.ts';

const [ada, eve] = [{ id: '1' }, { id: '2' }];

function opened(loads: ReturnType<typeof makePageLoads>, viewer = ada, id = 'load-one') {
  const seen = { ended: false, close: () => {} };
  seen.close = loads.open(viewer, id, () => {
    seen.ended = true;
  }).close;
  return seen;
}

describe('a page load', () => {
  it('is ended by its viewer, and by nobody else', () => {
    const loads = makePageLoads(60_000);
    const load = opened(loads);
    loads.end(eve, 'load-one');
    assert.equal(load.ended, false);
    loads.end(ada, 'load-two');
    assert.equal(load.ended, false);
    loads.end(ada, 'load-one');
    assert.equal(load.ended, true);
    assert.equal(loads.count(), 0);
  });
  it('ends at once when its browser has left before it was opened', () => {
    const loads = makePageLoads(60_000);
    loads.end(eve, 'load-one');
    assert.equal(opened(loads).ended, false);
    loads.end(ada, 'load-two');
    assert.equal(opened(loads, ada, 'load-two').ended, true);
  });
  it('ends with its lease, which only its viewer renews', async () => {
    const loads = makePageLoads(400);
    const [kept, lost] = [opened(loads, ada), opened(loads, eve)];
    for (let i = 0; i < 10; i++) {
      await sleep(100);
      loads.renew(ada, 'load-one');
    }
    assert.equal(lost.ended, true);
    assert.equal(kept.ended, false);
    kept.close();
    assert.equal(loads.count(), 0);
  });
  it('is forgotten when it is closed, and so are the oldest that were ended before they were opened', () => {
    const loads = makePageLoads(60_000);
    opened(loads).close();
    assert.equal(loads.count(), 0);
    for (let i = 0; i < 1_500; i++) loads.end(ada, `unknown-${i}`);
    assert.equal(opened(loads, ada, 'unknown-0').ended, false);
    assert.equal(opened(loads, ada, 'unknown-1499').ended, true);
  });
});
