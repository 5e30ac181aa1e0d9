import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findings, judge } from '../history/judge.ts';
import { runPages } from './run-pages.ts';

it('pages read while workers are killed, stopped and cut off agree with plain SQL, and no run is lost', {
  timeout: 280_000,
}, async (t) => {
  const { history, seconds } = await runPages({
    shops: 3,
    workers: 3,
    readers: 8,
    leaseSeconds: 2,
    exportMs: 3_000,
    pauseMs: 20,
    disturbances: { kill: 8, stop: 3, cut: 4, postmaster: 1, everyMs: 900 },
    say: (line) => t.diagnostic(line),
  });
  const verdict = judge(history);
  t.diagnostic(JSON.stringify({ seconds, ...verdict }));
  assert.deepEqual(findings(verdict).slice(0, 10), []);
  assert.ok(verdict.pages > 200, `only ${verdict.pages} pages were read`);
  assert.ok(verdict.epochs > 5, `only ${verdict.epochs} epochs were read`);
  assert.deepEqual(verdict.disturbances, { kill: 8, stop: 3, cut: 4, postmaster: 1 });
});
