import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { previewTicks } from './preview-ticks.ts';

const friday = new Date('2026-11-20T12:00:00Z');

describe('previewTicks({ cron, zone }, after, count)', () => {
  it('counts in the zone', () => {
    assert.deepEqual(previewTicks({ cron: '30 6 * * 1-5', zone: 'Asia/Seoul' }, friday, 2), [
      '2026-11-22T21:30:00.000Z',
      '2026-11-23T21:30:00.000Z',
    ]);
  });
  it('refuses in words', () => {
    assert.throws(
      () => previewTicks({ cron: '61 * * * *', zone: 'UTC' }, friday, 5),
      /minute .* is "61"\. Expected 0 to 59/,
    );
    assert.throws(() => previewTicks({ cron: '0 6 * * 8', zone: 'UTC' }, friday, 5), /day of the week .* is "8"/);
    assert.throws(() => previewTicks({ cron: '0 6 31 2 *', zone: 'UTC' }, friday, 5), { name: 'PersonError' });
    assert.throws(() => previewTicks({ cron: '0 6 * * *', zone: 'Asia/Soul' }, friday, 5), { name: 'PersonError' });
  });
});
