import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addToIndex } from './add-to-index.ts';
import { comment, text } from './code.ts';
import { constantName, isPlain, plainName, plural, uniqueNames } from './names.ts';
import type { Proposal } from './propose.ts';

describe('text(value)', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must come out as text
  const values = [`'`, `"`, '`', '\\', '\n\r\t', '${x}', '\u2028\u202E\u00a0\u0000', '주문 😀', `\\'`, '*/'];
  for (const value of values) {
    it(`reads back as ${JSON.stringify(value)}`, () => {
      const written = text(value);
      assert.equal(new Function(`return ${written}`)(), value);
      assert.doesNotMatch(written, /[\n\r\u2028\u202E\0]|\$\{/);
    });
  }
});

describe('comment(words)', () => {
  it('stays one line', () => assert.equal(comment('a\nb\u2028c\u202E'), '// a?b?c?'));
});

describe('plainName(name)', () => {
  it('makes a name of Summa', () => {
    const names = [
      'customerID',
      'Größe (m²)',
      '1st',
      '주문',
      'rows',
      'constructor',
      '__proto__',
      'x'.repeat(63),
      'HTTPStatus',
      '',
    ];
    const plain = names.map((name) => plainName(name));
    assert.deepEqual(plain.slice(0, 6), ['customer_id', 'grosse_m2', 'column_1st', 'column', 'rows_', 'constructor_']);
    assert.equal(plain[8], 'http_status');
    for (const name of plain) assert.ok(isPlain(name), name);
  });
  it('is made unique, and a constant, and more than one', () => {
    const unique = uniqueNames(['amount']);
    assert.deepEqual(
      [unique('amount'), unique('amount'), unique('y'.repeat(40)), unique('y'.repeat(40))],
      ['amount_2', 'amount_3', 'y'.repeat(40), `${'y'.repeat(38)}_2`],
    );
    assert.equal(constantName('daily_shop_orders'), 'dailyShopOrders');
    assert.deepEqual(['customer', 'country', 'box', 'day'].map(plural), ['customers', 'countries', 'boxes', 'days']);
  });
});

describe('addToIndex(index, proposal)', () => {
  const proposal = {
    summary: { name: 'daily_orders', constant: 'dailyOrders', file: 'daily-orders' },
    dashboard: { name: 'orders', constant: 'ordersDashboard', file: 'orders', title: 'Orders' },
  } as Proposal;
  const original = `import { defineRegistry } from '#lib/definition/registry.ts';
import { demo } from './demo/index.ts';

export const registry = defineRegistry({
  summaries: [],
  dashboards: [],
  demo,
});
`;
  it('lists both, once', () => {
    const added = addToIndex(original, proposal) ?? '';
    assert.match(added, /import \{ dailyOrders \} from '\.\/summaries\/daily-orders\.ts';/);
    assert.match(added, /summaries: \[dailyOrders\],\n {2}dashboards: \[ordersDashboard\],\n {2}demo,/);
    assert.equal(addToIndex(added, proposal), null);
  });
  it('adds to what is there, and leaves another shape to people', () => {
    assert.match(addToIndex(original.replace('[]', '[a, b]'), proposal) ?? '', /summaries: \[a, b, dailyOrders\],/);
    assert.equal(addToIndex(original.replace('[]', '[...all]'), proposal), null);
    assert.equal(addToIndex('', proposal), null);
  });
});
