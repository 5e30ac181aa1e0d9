import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { admitPage } from './admit-page.ts';
import { mostWaiting } from './limits.ts';
import { pageTickets } from './page-tickets.ts';

const at = (path: string, init: RequestInit = {}) => new Request(`http://summa.test${path}`, init);
const room = () => pageTickets(2, 1_000);

describe('admitPage(request)', () => {
  it('asks to come again where too many statements wait, or too many pages are being made', async () => {
    const korean = at('/dashboards/sales', { headers: { 'accept-language': 'ko' } });
    const waiting = admitPage(korean, mostWaiting, room());
    assert.ok(!waiting.ok);
    assert.equal(waiting.response.status, 503);
    assert.equal(waiting.response.headers.get('retry-after'), '5');
    assert.match(await waiting.response.text(), /웨어하우스/);

    const tickets = room();
    const admitted = [1, 2, 3].map(() => admitPage(at('/dashboards/sales'), 0, tickets));
    assert.deepEqual(
      admitted.map(({ ok }) => ok),
      [true, true, false],
    );
    tickets.end((admitted[0]?.ok && admitted[0].ticket) || '');
    assert.ok(admitPage(at('/dashboards/sales'), 0, tickets).ok);
  });
  it('lets pass what asks for no tiles', () => {
    const none = pageTickets(0, 1_000);
    for (const request of [
      at('/admin'),
      at('/api/epoch'),
      // An action answers in words of its own.
      at('/dashboards/sales', { method: 'POST' }),
      at('/dashboards/sales', { headers: { 'next-router-prefetch': '1' } }),
    ]) {
      assert.deepEqual(admitPage(request, mostWaiting, none), { ok: true, ticket: null });
    }
  });
});

describe('pageTickets(most, longest)', () => {
  it('forgets a page that never came', () => {
    let now = 0;
    const tickets = pageTickets(1, 1_000, () => now);
    assert.ok(tickets.take());
    assert.equal(tickets.take(), null);
    now = 1_001;
    assert.ok(tickets.take());
  });
});
