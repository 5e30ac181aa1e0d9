import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { count, sum } from '#lib/definition/columns.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice } from '#lib/definition/filters.ts';
import { date, month, text } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, rowsFrom, rowsOf } from '#lib/definition/summary.ts';
import { line, number } from '#lib/definition/tiles.ts';
import { connectedTo, onlyAround } from './connected.ts';
import { downstreamOf } from './downstream.ts';
import { layOut } from './layout.ts';
import { lineageOf } from './lineage.ts';
import type { Lineage } from './lineage-types.ts';

const visits = defineSource({
  name: 'visits',
  table: 'web.visits',
  columns: { at: 'timestamptz', site: 'text' },
});
const sites = defineSource({ name: 'sites', table: 'web.sites', columns: { site: 'text' } });

const daily = defineSummary({
  name: 'daily_visits',
  description: 'Visits per day.',
  from: rowsFrom([visits, sites], (db) =>
    db.selectFrom('web.visits as v').innerJoin('web.sites as s', 's.site', 'v.site').select(['v.at', 'v.site']),
  ),
  grain: { day: date('at'), site: text() },
  columns: { visits: count() },
  zone: 'UTC',
});
const monthly = defineSummary({
  name: 'monthly_visits',
  description: 'Visits per month.',
  from: rowsOf(daily),
  grain: { month: month('day'), site: text() },
  columns: { visits: sum('visits') },
  zone: 'UTC',
});
const unread = defineSummary({
  name: 'unread',
  description: 'Nobody looks at it.',
  from: rowsFrom([sites], (db) => db.selectFrom('web.sites').select(['site'])),
  grain: { site: text() },
  columns: { sites: count() },
  zone: 'UTC',
});

const board = defineDashboard({
  name: 'visits',
  title: 'Visits of the web',
  filters: { site: choice(unread, 'site') },
  tiles: [
    number('Visits', daily.visits),
    line('By month', monthly.visits, { by: 'month' }),
    line('Both', [daily.visits, monthly.visits] as never, { by: 'site' as never }),
  ],
});

const registry = defineRegistry({ summaries: [monthly, daily, unread], dashboards: [board] }, {});

describe('lineageOf(registry)', () => {
  const lineage = lineageOf(registry);

  it('lists what is defined, by the name people know', () => {
    assert.deepEqual(
      lineage.nodes.map(({ id, title }) => [id, title]),
      [
        ['source:visits', 'web.visits'],
        ['source:sites', 'web.sites'],
        ['summary:daily_visits', 'daily_visits'],
        ['summary:unread', 'unread'],
        ['summary:monthly_visits', 'monthly_visits'],
        ['dashboard:visits', 'Visits of the web'],
      ],
    );
  });

  it('says who reads whom, and in which tiles', () => {
    assert.deepEqual(lineage.edges, [
      { from: 'source:visits', to: 'summary:daily_visits' },
      { from: 'source:sites', to: 'summary:daily_visits' },
      { from: 'source:sites', to: 'summary:unread' },
      { from: 'summary:daily_visits', to: 'summary:monthly_visits' },
      { from: 'summary:unread', to: 'dashboard:visits', tiles: [] },
      { from: 'summary:daily_visits', to: 'dashboard:visits', tiles: ['Visits', 'Both'] },
      { from: 'summary:monthly_visits', to: 'dashboard:visits', tiles: ['By month', 'Both'] },
    ]);
  });
});

describe('downstreamOf(registry, summary)', () => {
  it('follows the chain to the tiles, each once', () => {
    assert.deepEqual(downstreamOf(registry, 'daily_visits'), {
      summaries: ['monthly_visits'],
      dashboards: [{ name: 'visits', title: 'Visits of the web', tiles: ['Visits', 'By month', 'Both'] }],
    });
    assert.deepEqual(downstreamOf(registry, 'monthly_visits').dashboards[0]?.tiles, ['By month', 'Both']);
  });

  it('counts a dashboard that only lists values in a filter', () => {
    assert.deepEqual(downstreamOf(registry, 'unread').dashboards, [
      { name: 'visits', title: 'Visits of the web', tiles: [] },
    ]);
  });

  it('is nothing for an unknown summary', () => {
    assert.deepEqual(downstreamOf(registry, 'no_such'), { summaries: [], dashboards: [] });
  });
});

describe('connectedTo(lineage, id)', () => {
  it('goes both ways, however far', () => {
    const { upstream, downstream } = connectedTo(lineageOf(registry), 'summary:daily_visits');
    assert.deepEqual([...upstream].sort(), ['source:sites', 'source:visits']);
    assert.deepEqual([...downstream].sort(), ['dashboard:visits', 'summary:monthly_visits']);
  });

  it('leaves out what has nothing to do with a node', () => {
    const part = onlyAround(lineageOf(registry), 'summary:unread');
    assert.deepEqual(
      part.nodes.map(({ id }) => id),
      ['source:sites', 'summary:unread', 'dashboard:visits'],
    );
    assert.equal(part.edges.length, 2);
  });
});

describe('layOut(lineage)', () => {
  it('has sources in the first column and dashboards in the last', () => {
    const { nodes } = layOut(lineageOf(registry));
    const columns = (kind: string) => new Set(nodes.filter((node) => node.kind === kind).map(({ x }) => x));
    const all = nodes.map(({ x }) => x);
    assert.deepEqual([...columns('source')], [Math.min(...all)]);
    assert.deepEqual([...columns('dashboard')], [Math.max(...all)]);
  });

  it('puts whatever is read to the left of its reader, and nothing upon anything', () => {
    const nodes = Array.from({ length: 100 }, (_, index) => [
      { id: `source:${index}`, kind: 'source' as const, name: `${index}`, title: `${index}` },
      { id: `summary:${index}`, kind: 'summary' as const, name: `${index}`, title: `${index}` },
    ]).flat();
    const large: Lineage = {
      nodes,
      edges: nodes
        .filter(({ kind }) => kind === 'summary')
        .flatMap(({ id, name }) => [
          { from: `source:${name}`, to: id },
          { from: `source:${(Number(name) * 7) % 100}`, to: id },
        ]),
    };
    const { nodes: placed, edges, width, height } = layOut(large);
    const find = (id: string) => placed.find((node) => node.id === id);
    for (const { from, to } of edges) assert.ok((find(from)?.x ?? 0) < (find(to)?.x ?? 0), `${from} -> ${to}`);
    for (const [index, one] of placed.entries()) {
      assert.ok(one.x >= 0 && one.y >= 0 && one.x + one.width <= width && one.y + one.height <= height);
      for (const other of placed.slice(index + 1)) {
        const apart = Math.abs(one.x - other.x) >= one.width || Math.abs(one.y - other.y) >= one.height;
        assert.ok(apart, `${one.id} and ${other.id}`);
      }
    }
  });
});
