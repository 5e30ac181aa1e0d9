import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addDays } from '#lib/calendar/day.ts';
import { dailySales, monthlySales } from '#lib/compile/tile-fixture.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { type ShownGrain, table } from '#lib/definition/tiles.ts';
import { choiceId, choiceText } from '#lib/query/choice-id.ts';
import type { Cell } from '#lib/query/result.ts';
import { loadTiles, type Shop, testShop } from './test-shop.ts';

/** What each measure is over raw rows, written without Summa. */
const overRaw: Record<string, string> = {
  orders: 'count(*)',
  revenue: 'sum(amount)',
  smallest: 'min(amount)',
  largest: 'max(amount)',
  buyers: 'count(distinct customer)',
  aov: 'sum(amount) / count(*)',
  spend: 'sum(amount) / nullif(count(distinct customer), 0)',
};

const closing: (() => Promise<void>)[] = [];
let shop: Shop;
before(async () => {
  shop = await testShop({ after: (fn) => closing.push(fn) });
});
after(async () => {
  for (const close of closing) await close();
});

describe('a tile answers what the raw rows answer', () => {
  const random = seeded(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const some = <T>(list: readonly T[]): T[] => list.filter(() => random() < 0.5);
  const countries = ['KR', 'JP', 'US', '', '=1+1', null, 'São, "Paulo"', 'none'];

  it('for 300 random questions over grains, filters and epochs', async () => {
    for (let at = 0; at < 300; at++) {
      const names = some(Object.keys(overRaw));
      const measures = (names.length > 0 ? names : ['orders']).map((name) => dailySales[name as 'orders']);
      const by = pick([
        ['day'],
        ['country'],
        ['channel'],
        ['size'],
        ['day', 'country'],
        ['country', 'channel'],
        ['size', 'day'],
      ] as const);
      const grain = pick<ShownGrain>(['day', 'week', 'month', 'quarter', 'year']);
      const from = addDays('2022-12-01', Math.floor(random() * 480));
      const days = { from, to: addDays(from, Math.floor(random() * 200)) };
      const chosen = random() < 0.5 ? some(countries) : [];
      const epoch = pick([1, 2, 3]);

      const { tiles } = await loadTiles(shop, [table('', measures, { by: [...by], grain })], {
        filters: { period: dateRange('all'), country: choice(dailySales, 'country') },
        values: { period: `${days.from}..${days.to}`, country: choiceText(chosen.map(choiceId)) },
        epoch,
      });
      const [result] = tiles;
      assert.ok(result?.ok, JSON.stringify(result));

      const keys = by.map((name) =>
        name === 'day' ? `date_trunc('${grain}', ordered_on::timestamp)::date::text` : `${name}::text`,
      );
      const { rows } = await shop.pool.query<unknown[]>({
        text: `select ${[...keys, ...measures.map((measure) => `(${overRaw[measure.name]})::text`)].join(', ')} from raw
          where epoch = $1 and ordered_on between $2 and $3
            and ($4::text[] is null or country = any($4) or country is null and $5)
          group by ${keys.map((_, index) => index + 1).join(', ')}`,
        values: [
          epoch,
          days.from,
          days.to,
          chosen.length > 0 ? chosen.filter((each) => each !== null) : null,
          chosen.includes(null),
        ],
        rowMode: 'array',
      });
      assert.deepEqual(
        sorted(rowsOf(result.values, result.rows)),
        sorted(rows as Cell[][]),
        `question ${at} by ${by} ${grain}`,
      );
    }
  });

  it('for totals of months from the monthly summary', async () => {
    for (const epoch of [1, 2, 3]) {
      const { tiles } = await loadTiles(
        shop,
        [table('', [monthlySales.orders, monthlySales.revenue], { by: ['month'], grain: 'quarter' })],
        { epoch },
      );
      const { rows } = await shop.pool.query<unknown[]>({
        text: `select date_trunc('quarter', ordered_on::timestamp)::date::text, count(*)::text, sum(amount)::text from raw where epoch = $1 group by 1`,
        values: [epoch],
        rowMode: 'array',
      });
      const [result] = tiles;
      assert.ok(result?.ok);
      assert.deepEqual(sorted(rowsOf(result.values, result.rows)), sorted(rows as Cell[][]));
    }
  });

  it('and f(p) + f(not p) + f(p is null) is f(all)', async () => {
    const total = async (values: (string | null)[]) => {
      const { tiles } = await loadTiles(shop, [table('', dailySales.revenue, { by: 'channel' })], {
        filters: { country: choice(dailySales, 'country') },
        values: { country: choiceText(values.map(choiceId)) },
      });
      const [result] = tiles;
      assert.ok(result?.ok);
      return (result.values[1] ?? []).reduce((sum, cell) => sum + cents(cell), 0n);
    };
    const all = await total([]);
    const parts = await Promise.all([['KR'], ['JP', 'US', '', '=1+1', 'São, "Paulo"'], [null]].map(total));
    assert.equal(
      parts.reduce((sum, part) => sum + part, 0n),
      all,
    );
  });
});

function cents(cell: Cell): bigint {
  return BigInt(String(cell).replace('.', ''));
}

function rowsOf(values: Cell[][], rows: number): Cell[][] {
  return Array.from({ length: rows }, (_, row) => values.map((column) => asText(column[row] ?? null)));
}

function asText(cell: Cell): Cell {
  return cell === null ? null : String(cell);
}

function sorted(rows: Cell[][]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** A generator of Park and Miller (1988), so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
