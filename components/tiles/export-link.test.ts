import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exportLink, tileLink } from './export-link.ts';

describe('exportLink(address)', () => {
  it('names tile, epoch and filters', () =>
    assert.equal(
      exportLink({ dashboard: 'sales', tile: 't2', epoch: 412, filters: { period: 'last-7-days', country: 'KR,A&B' } }),
      '/exports/tile?dashboard=sales&tile=t2&epoch=412&period=last-7-days&country=KR%2CA%26B',
    ));
});

describe('tileLink(page, tile, epoch)', () => {
  it('pins the epoch and points at the tile', () =>
    assert.equal(
      tileLink('https://a.example/dashboards/sales?country=KR', 't2', 7),
      'https://a.example/dashboards/sales?country=KR&epoch=7#t2',
    ));
});
