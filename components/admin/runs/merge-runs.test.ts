import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunState, RunView } from '#lib/refresh/view/overview-types.ts';
import type { RunsPage } from '#lib/refresh/view/runs-types.ts';
import { isApart, mergeRuns } from './merge-runs.ts';

const run = (id: number, state: RunState = 'succeeded') => ({ id: String(id), state }) as RunView;
const page = (runs: RunView[], next: string | null = null): RunsPage => ({ now: '', runs, next });

describe('mergeRuns(pages, newest)', () => {
  it('is one list, newest first, by number and not by text', () => {
    const runs = mergeRuns([page([run(10), run(9)]), page([run(8)])], page([run(100), run(10)]));
    assert.deepEqual(
      runs.map(({ id }) => id),
      ['100', '10', '9', '8'],
    );
  });

  it('shows a run as it was read last', () => {
    const [first] = mergeRuns([page([run(3, 'building')])], page([run(3, 'failed')]));
    assert.equal(first?.state, 'failed');
  });
});

describe('isApart(pages, newest)', () => {
  it('sees that there were more new runs than a page holds', () => {
    const pages = [page([run(10), run(9)], '9')];
    assert.equal(isApart(pages, page([run(13), run(12)], '12')), true);
    assert.equal(isApart(pages, page([run(12), run(11), run(10)], '10')), false);
    assert.equal(isApart(pages, undefined), false);
  });
});
