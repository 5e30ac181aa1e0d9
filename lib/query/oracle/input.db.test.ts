import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fingerprint } from 'libpg-query';
import { answerQuery } from '#lib/api/query/answer-query.ts';
import type { Viewer } from '#lib/auth/viewer.ts';
import { loadDashboard } from '#lib/dashboard/load.ts';
import { admin } from '#lib/dashboard/test-shop.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { choice, dateRange } from '#lib/definition/filters.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { bar, line, number, table } from '#lib/definition/tiles.ts';
import { exportSummary } from '#lib/export/summary-export.ts';
import { exportTile } from '#lib/export/tile-export.ts';
import { english } from '#lib/i18n/languages.ts';
import { say } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { canonical } from '../canonical.ts';
import { choiceId, choiceText } from '../choice-id.ts';
import type { Query, QueryFilter } from '../query.ts';
import { anyQuery } from '../testing/any-query.ts';
import { queryText } from '../write-url.ts';
import { marketDaily, marketHourly, marketMonthly, stockDaily } from './market-definitions.ts';
import { dailyModel, hourlyModel, monthlyModel, stockModel, topicModel } from './market-models.ts';
import { fillMarket, marketTables } from './market-rows.ts';
import { nastyTexts } from './nasty-text.ts';
import { type OpenedWarehouse, openWarehouse } from './open-warehouse.ts';
import { type Dice, diceOf, randomQuestion } from './random-question.ts';
import { recordedStatements } from './recorded-statements.ts';

/** How many inputs each way in is given; the long form is 2,000. */
const inputs = Number(process.env.SUMMA_INPUTS ?? 50);

const page = defineDashboard({
  name: 'market',
  title: 'Market',
  filters: {
    period: dateRange('last 28 days'),
    country: choice(marketDaily, 'country'),
    size: choice(marketDaily, 'size'),
    gift: choice(marketDaily, 'gift'),
  },
  tiles: [
    number('Spend', marketDaily.spend, { compare: 'previous period' }),
    line('Orders', marketDaily.orders, { by: 'day', split: 'channel' }),
    bar('Prices', marketDaily.paid_price, { by: 'country', limit: 5 }),
    table('All', [marketDaily.aov, marketDaily.buyers], { by: ['country', 'size'], sort: '-aov' }),
  ],
});
const registry = defineRegistry({
  summaries: [marketHourly, marketDaily, marketMonthly, stockDaily],
  dashboards: [page],
});

let opened: OpenedWarehouse;
let sent: string[];
before(async () => {
  opened = await openWarehouse(registry, async (pool) => {
    await pool.query(marketTables);
    await fillMarket(pool);
  });
  const { pages, exports } = opened.warehouse;
  const [ofPages, ofExports] = [recordedStatements(pages), recordedStatements(exports)];
  sent = ofPages;
  ofExports.push = (...texts) => ofPages.push(...texts);
});
after(() => opened?.close());

/** Words of a database, of its driver or of a program, which nobody who asks may read. */
const leaks =
  /syntax error|out of range for type|invalid input|invalid byte|unterminated|operator does not exist|cannot cast|violates|summa\._|_g\d+_|relation "|at character|SQLSTATE|pg_|node:|\.ts:|Error:|undefined|\[object/;

/** The shapes of the statements that something sends, and what it answered. */
async function shapesOf(act: () => Promise<string>): Promise<{ shapes: string[]; answer: string }> {
  const from = sent.length;
  const answer = await act();
  const shapes = await Promise.all([...new Set(sent.slice(from))].map((text) => fingerprint(text)));
  return { shapes, answer };
}

/** A response as a person gets it, without the statement that those who may are shown. */
async function read(asked: Promise<Response>): Promise<string> {
  const response = await asked.catch((error: unknown) => {
    if (error instanceof PersonError) return Response.json({ message: error.in(english) }, { status: error.status });
    throw error;
  });
  const text = await response.text();
  assert.ok(response.status < 500, `${response.status} ${text.slice(0, 500)}`);
  if (response.status === 200 && !text.startsWith('{')) return 'a file';
  const { sql, parameters, values, totals, comparison, query, ...rest } = JSON.parse(text);
  return JSON.stringify(rest);
}

function assertNoLeak(answer: string, what: string): void {
  assert.doesNotMatch(answer, leaks, what.slice(0, 1_000));
}

const some = (dice: Dice) => dice.pick(nastyTexts).toWellFormed();

function withNastyValues(query: Query, dice: Dice): Query {
  const filters = query.filters.map((filter): QueryFilter => {
    if (filter.op === 'in') return { ...filter, values: [some(dice), some(dice), ...(dice.chance(0.3) ? [null] : [])] };
    if (filter.op === 'between') return { ...filter, from: filter.from && some(dice), to: filter.to && some(dice) };
    return { ...filter, text: some(dice).slice(0, 200) || 'x' };
  });
  return { ...query, filters };
}

describe('input becomes values, never a part of a statement', () => {
  const viewer: Viewer = {
    ...admin,
    id: '3',
    role: 'analyst',
    attributes: { countries: ['KR', "O'Neil", ...nastyTexts] },
  };
  const ask = (address: string, format: 'json' | 'csv', epoch: string | null = null) => {
    const request = new Request(`http://localhost/api/v1/query?${address}`);
    return read(answerQuery({ registry, viewer, request, epoch, format, warehouse: opened.warehouse }));
  };

  it(`in ${inputs} questions to the API`, async (t) => {
    const dice = diceOf(random(21));
    let compared = 0;
    const texts = new Set<string>();
    for (let at = 0; at < inputs; at++) {
      const model = dice.pick([dailyModel, hourlyModel, monthlyModel, stockModel, topicModel]);
      const query = canonical(randomQuestion(model, dice));
      const known = await shapesOf(() => ask(queryText(query), 'json'));
      for (const text of sent) texts.add(text);
      sent.length = 0;
      const address = queryText(canonical(withNastyValues(query, dice)));
      const tried = await shapesOf(() => ask(address, dice.pick(['json', 'csv'])));
      assertNoLeak(tried.answer, address);
      for (const shape of tried.shapes) assert.ok(known.shapes.includes(shape), `${address}\n${sent.at(-1)}`);
      // A fingerprint forgives constants; the text forgives nothing.
      for (const text of sent) assert.ok(texts.has(text), `${address}\n${text}`);
      compared += tried.shapes.length > 0 ? 1 : 0;
    }
    t.diagnostic(
      `${inputs} questions with other values: no new shape of a statement; ${compared} reached the warehouse`,
    );
    assert.ok(compared > inputs / 4);
  });

  it(`in ${inputs} addresses of any kind`, async () => {
    const next = random(22);
    const dice = diceOf(next);
    for (let at = 0; at < inputs; at++) {
      const address = dice.chance(0.5)
        ? queryText(anyQuery(next))
        : Array.from({ length: 1 + dice.whole(6) }, () => {
            const key = dice.pick([
              'topic',
              'summary',
              'measures',
              'by',
              'grain',
              'range',
              'in.country',
              'between.size',
              'limit',
              'sort',
              'pivot',
              'totals',
              'others',
              'compare',
              some(dice),
            ]);
            return `${encodeURIComponent(key)}=${encodeURIComponent(dice.pick(['market', 'orders', 'country', 'month', some(dice)]))}`;
          }).join('&');
      const epoch = dice.chance(0.3) ? some(dice) : null;
      assertNoLeak(await ask(address, dice.pick(['json', 'csv']), epoch), address);
    }
  });

  it(`in ${inputs} sets of filters of a page, and in those of its tiles as files`, async () => {
    const dice = diceOf(random(23));
    const load = async (filters: Record<string, string>, epoch: string | null) => {
      const asked = { registry, dashboard: 'market', filters, epoch, viewer, warehouse: opened.warehouse };
      const loaded = await loadDashboard(asked).catch((error: unknown) => {
        if (error instanceof PersonError && error.status < 500) return null;
        throw error;
      });
      if (!loaded) return 'refused';
      const tiles = await Promise.all(Object.values(loaded.tiles));
      const said = tiles.map((tile) =>
        tile.ok ? tile.notes.map((note) => say(note, english)) : say(tile.message, english),
      );
      const broken = tiles.filter((tile) => !tile.ok && tile.code !== 'refused');
      assert.deepEqual(broken, [], JSON.stringify(filters).slice(0, 1_000));
      return JSON.stringify(said);
    };
    const plain: Record<string, readonly string[]> = {
      period: ['all', '2024-01-01..2024-02-29', 'last-28-days'],
      country: ['KR', choiceText([null, 'JP'].map(choiceId))],
      size: ['1', '2,3'],
      gift: ['true', choiceText([null].map(choiceId))],
    };
    const known = new Set<string>();
    for (let at = 0; at < 24; at++) {
      const names = Object.keys(plain).filter((_, index) => (at >> index) & 1);
      const filters = Object.fromEntries(names.map((name) => [name, plain[name]?.[at % 2] ?? '']));
      for (const shape of (await shapesOf(() => load(filters, null))).shapes) known.add(shape);
    }
    for (let at = 0; at < inputs; at++) {
      const names = dice.some([...Object.keys(plain), 'unknown'], 1, 4);
      const filters = Object.fromEntries(
        names.map((name) => {
          const text = some(dice);
          return [name, dice.chance(0.5) ? text : choiceText([choiceId(text), choiceId(some(dice))])];
        }),
      );
      const tried = await shapesOf(() => load(filters, null));
      assertNoLeak(tried.answer, JSON.stringify(filters));
      for (const shape of tried.shapes) assert.ok(known.has(shape), `${JSON.stringify(filters)}\n${sent.at(-1)}`);
      const file = {
        registry,
        viewer,
        dashboard: dice.pick(['market', some(dice)]),
        tile: dice.pick(['t1', 't4', some(dice)]),
        epoch: dice.chance(0.3) ? some(dice) : null,
      };
      assertNoLeak(
        await read(exportTile({ ...file, filters, warehouse: opened.warehouse })),
        JSON.stringify([file, filters]),
      );
    }
  });

  it('in the names, the epochs and the readers of whole summaries', async () => {
    const whole = (summary: string, epoch: string | null, attributes: Record<string, string[]>) => {
      const asked = {
        registry,
        summary,
        epoch,
        request: new Request('http://localhost/exports'),
        warehouse: opened.warehouse,
      };
      return read(exportSummary({ ...asked, viewer: { ...viewer, role: 'scientist', attributes } }));
    };
    const { shapes } = await shapesOf(() => whole('market_monthly', null, { countries: ['KR'] }));
    for (const text of nastyTexts.map((each) => each.toWellFormed())) {
      assertNoLeak(await whole(text, null, {}), text);
      assertNoLeak(await whole('market_monthly', text, {}), text);
      const tried = await shapesOf(() => whole('market_monthly', null, { countries: [text, 'KR'] }));
      assert.equal(tried.answer, 'a file');
      for (const shape of tried.shapes) assert.ok(shapes.includes(shape), `${JSON.stringify(text)}\n${sent.at(-1)}`);
    }
  });
});
