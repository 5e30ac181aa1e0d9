import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostWaiting } from './limits.ts';
import { refusePage } from './refuse-page.ts';

const at = (path: string, init: RequestInit = {}) => new Request(`http://summa.test${path}`, init);

describe('refusePage(request)', () => {
  it('asks to come again where too many statements wait', async () => {
    const refused = refusePage(at('/dashboards/sales', { headers: { 'accept-language': 'ko' } }), mostWaiting);
    assert.equal(refused?.status, 503);
    assert.equal(refused.headers.get('retry-after'), '5');
    assert.match(await refused.text(), /웨어하우스/);
  });
  it('lets pass what asks for no tiles, and all while there is room', () => {
    assert.equal(refusePage(at('/dashboards/sales'), mostWaiting - 1), null);
    assert.equal(refusePage(at('/admin'), mostWaiting), null);
    // An action answers in words of its own.
    assert.equal(refusePage(at('/dashboards/sales', { method: 'POST' }), mostWaiting), null);
  });
});
