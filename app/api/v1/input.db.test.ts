import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Answer, type OpenApi, openApi } from '#lib/api/testing/open-api.ts';

let api: OpenApi;
before(async () => {
  api = await openApi();
});
after(() => api.drop());

/** Values that break parsers, SQL, JSON columns, dates and numbers of some program or other. */
const nasty: unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  [],
  {},
  [[]],
  { from: '2001-01-01' },
  { from: '2001-01-01', to: '2001-01-02' },
  { from: '2001-01-02', to: '2001-01-01' },
  { from: '0001-01-01', to: '9999-12-31' },
  { from: '2001-01-01', to: '2001-01-02', by: 'day' },
  { from: { $ne: 1 }, to: [] },
  { from: '2001-01-01 BC', to: 'infinity' },
  [{ from: '2001-01-01', to: '2001-01-02' }],
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00y',
  '\u202e\u2066',
  '가'.repeat(500),
  'x'.repeat(501),
  'x'.repeat(100_000),
  "'; drop table summa._epoch; --",
  '$1',
  '%00',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  'daily_flights',
  'flights',
  'all',
  'due',
  'after unit',
  'NaN',
  'Infinity',
  '-infinity',
  '2001-02-29',
  '0000-00-00',
  '99999-01-01',
  '2001-01-01T24:00:00Z',
  '2001-01-01T00:00:60Z',
  '2001-01-01T00:00:00+99:99',
  '2001-01-01T00:00:00.123456789123Z',
  '999999999999999999',
  '1e3',
  '0x10',
  '١٢',
];

async function handlers() {
  const [list, one, cancel, retry, ready, invalidations] = await Promise.all([
    import('./refreshes/route.ts'),
    import('./refreshes/[id]/route.ts'),
    import('./refreshes/[id]/cancel/route.ts'),
    import('./refreshes/[id]/retry/route.ts'),
    import('./summaries/[summary]/ready/route.ts'),
    import('./sources/[source]/invalidations/route.ts'),
  ]);
  return { list, one, cancel, retry, ready, invalidations };
}

/** Refused or done: never a failure nobody thought of, and never the words of a database. */
function assertMeant(answer: Answer, what: string): void {
  assert.ok(answer.status < 500, `${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  assert.doesNotMatch(JSON.stringify(answer.body), /syntax error|out of range|invalid input|summa_control/, what);
}

describe('input of the API', { timeout: 240_000 }, () => {
  it('in a body is refused or done', async () => {
    const { list, cancel, retry, invalidations } = await handlers();
    const role = 'admin';
    for (const value of nasty) {
      const bodies = [
        value,
        { summary: value },
        ...['range', 'mode', 'upstream', 'reason', 'other'].map((name) => ({
          summary: 'daily_flights',
          [name]: value,
        })),
      ];
      for (const body of bodies) {
        assertMeant(await api.call(list.POST, 'POST', '/api/v1/refreshes', { role, body }), JSON.stringify(body));
      }
      for (const body of [
        value,
        { ranges: value },
        { ranges: [value] },
        { ranges: [], through: value },
        { ranges: [], reason: value },
      ]) {
        const path = '/api/v1/sources/flights/invalidations';
        const sent = { role, body, params: { source: 'flights' } } as const;
        assertMeant(await api.call(invalidations.POST, 'POST', path, sent), JSON.stringify(body));
      }
      for (const [handler, act] of [
        [cancel.POST, 'cancel'],
        [retry.POST, 'retry'],
      ] as const) {
        for (const body of [value, { how: value }]) {
          const sent = { role, body, params: { id: '1' } } as const;
          assertMeant(await api.call(handler, 'POST', `/api/v1/refreshes/1/${act}`, sent), JSON.stringify(body));
        }
      }
    }
  });

  it('in an address is refused or answered', async () => {
    const { one, ready, cancel, invalidations } = await handlers();
    const role = 'admin';
    for (const text of nasty.filter((value) => typeof value === 'string')) {
      const value = encodeURIComponent(text.toWellFormed());
      assertMeant(
        await api.call(one.GET, 'GET', `/api/v1/refreshes/1?wait=${value}`, { role, params: { id: '1' } }),
        text,
      );
      assertMeant(await api.call(one.GET, 'GET', '/api/v1/refreshes/x', { role, params: { id: text } }), text);
      assertMeant(
        await api.call(cancel.POST, 'POST', '/api/v1/refreshes/x/cancel', { role, params: { id: text } }),
        text,
      );
      const query = `through=${value}`;
      const summary = 'daily_flights';
      const path = `/api/v1/summaries/${summary}/ready`;
      assertMeant(await api.call(ready.GET, 'GET', `${path}?${query}`, { role, params: { summary } }), text);
      assertMeant(
        await api.call(ready.GET, 'GET', `${path}?through=2001-01-01`, { role, params: { summary: text } }),
        text,
      );
      const sent = { role, params: { source: text }, body: { ranges: 'all' } } as const;
      assertMeant(await api.call(invalidations.POST, 'POST', '/api/v1/sources/x/invalidations', sent), text);
    }
  });
});
