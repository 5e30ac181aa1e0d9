import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defineRegistry } from '#lib/definition/registry.ts';
import { askedPages } from './asked-pages.ts';
import type { LoadRequest } from './prepare.ts';

const registry = defineRegistry({ summaries: [], dashboards: [] });
const viewer = { id: '1', email: '', name: '', role: 'analyst' as const, attributes: {}, groups: [] };
const page = (dashboard: string, more: Partial<LoadRequest> = {}): LoadRequest => ({
  registry,
  dashboard,
  filters: {},
  epoch: null,
  viewer,
  ...more,
});
const names = (pages: LoadRequest[]) => pages.map(({ dashboard }) => dashboard);

describe('askedPages(most)', () => {
  it('remembers the last ones asked for, each once for all who see the same rows', () => {
    const asked = askedPages(2);
    for (const name of ['a', 'b', 'a', 'c']) asked.note(page(name));
    asked.note(page('a', { viewer: { ...viewer, id: '2' } }));
    assert.deepEqual(names(asked.recent()), ['a', 'c']);
    asked.note(page('a', { viewer: { ...viewer, attributes: { countries: ['KR'] } } }));
    assert.deepEqual(names(asked.recent()), ['a', 'a']);
  });
  it('forgets them after a day, and does not remember old epochs', () => {
    let now = 0;
    const asked = askedPages(10, () => now);
    asked.note(page('a'));
    asked.note(page('b', { epoch: 4 }));
    now = 80_000_000;
    asked.note(page('c'));
    assert.deepEqual(names(asked.recent()), ['c', 'a']);
    now = 90_000_000;
    assert.deepEqual(names(asked.recent()), ['c']);
  });
});
