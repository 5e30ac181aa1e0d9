import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { errorOf, type OpenApi, openApi, type Sent } from '#lib/api/testing/open-api.ts';
import { canonical } from '#lib/query/canonical.ts';
import { anyQuery, nastyTexts } from '#lib/query/testing/any-query.ts';
import { queryText } from '#lib/query/write-url.ts';
import { random } from '#lib/refresh/testing/random.ts';

let api: OpenApi;
let route: typeof import('./query/route.ts');

before(async () => {
  api = await openApi();
  // The registry reads SUMMA_DEMO when it is loaded.
  route = await import('./query/route.ts');
});
after(() => api.drop());

const ask = (question: string, sent: Sent = { role: 'analyst' }) =>
  api.call(route.GET, 'GET', `/api/v1/query?${question}`, sent);

describe('GET /api/v1/query', { timeout: 240_000 }, () => {
  it('is for everybody who is signed in', async () => {
    assert.equal((await ask('topic=sales&measures=orders', {})).status, 401);
    for (const role of ['analyst', 'scientist', 'admin'] as const) {
      const answer = await ask('topic=sales&measures=orders', { role });
      assert.deepEqual([answer.status, errorOf(answer).code], [409, 'unbuilt']);
      assert.match(errorOf(answer).message, /^No summary of sales was built yet/);
    }
  });

  const refused: [string, number, RegExp][] = [
    ['', 400, /topic= or summary=/],
    ['topic=sales&measures=orders&grian=day', 400, /Did you mean grain\?/],
    ['topic=sales&measures=orders&format=xml', 400, /format/],
    ['topic=sales&measures=orders&format=csv&format=json', 400, /format/],
    ['topic=sales&measures=orders&epoch=x', 422, /epoch/],
    ['topic=sales&measures=orders&epoch=1&epoch=2', 400, /epoch/],
    ['topic=slaes&measures=orders', 422, /There is no topic slaes\. Did you mean sales\?/],
    ['summary=daily_sales&measures=ordres', 422, /Did you mean orders\?/],
  ];
  for (const [question, status, expected] of refused) {
    it(`answers ${status} to ${question || 'nothing'}`, async () => {
      const answer = await ask(question);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.match(errorOf(answer).message, expected);
    });
  }

  it('refuses or answers whatever stands in its address', async () => {
    const next = random(412);
    const questions = [
      ...Array.from({ length: 50 }, () => queryText(canonical(anyQuery(next)))),
      ...nastyTexts.flatMap((text) => {
        const given = encodeURIComponent(text);
        return [
          given,
          `${given}=${given}`,
          `topic=sales&measures=${given}`,
          `topic=sales&measures=orders&in.country=${given}`,
          `topic=sales&measures=orders&epoch=${given}`,
          `topic=sales&measures=orders&limit=${given}`,
        ];
      }),
    ];
    for (const question of questions) {
      const answer = await ask(question);
      assert.ok(answer.status < 500, `${question}: ${answer.status} ${JSON.stringify(answer.body)}`);
      assert.doesNotMatch(JSON.stringify(answer.body), /syntax error|invalid input|summa_control|select /, question);
    }
  });
});
