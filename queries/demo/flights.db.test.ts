import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Viewer } from '#lib/auth/viewer.ts';
import { loadDashboard } from '#lib/dashboard/load.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { loadFlights } from '#lib/demo/flights.ts';
import { canonical } from '#lib/query/canonical.ts';
import { judge } from '#lib/query/oracle/judge.ts';
import type { PlainModel } from '#lib/query/oracle/plain-model.ts';
import { diceOf, randomQuestion } from '#lib/query/oracle/random-question.ts';
import type { Cell } from '#lib/query/result.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { usFlights } from './dashboards/us-flights.ts';
import { dailyFlights } from './summaries/daily-flights.ts';
import { monthlyFlights } from './summaries/monthly-flights.ts';

const registry = defineRegistry({ summaries: [dailyFlights, monthlyFlights], dashboards: [usFlights] });
/** The long form is 100. */
const questions = Number(process.env.SUMMA_FLIGHT_QUESTIONS ?? 6);

/** The same numbers over the raw table, written by hand. */
const flightsModel: PlainModel = {
  subject: { summary: 'daily_flights' },
  rows: 'select departed_at as at, origin, destination, delay, distance from flights.flights',
  weekStart: 'monday',
  grains: ['day', 'week', 'month', 'quarter', 'year'],
  kept: 'day',
  dimensions: { origin: { type: 'text', values: ['ATL', 'SEA', 'JFK', 'LAX', 'ORD', 'XXX', null] } },
  measures: {
    flights: { kind: 'sum', sql: 'count(*)' },
    delay: { kind: 'sum', sql: 'sum(delay)' },
    average_delay: { kind: 'quotient', sql: 'avg(delay)' },
    worst_delay: { kind: 'extreme', sql: 'max(delay)' },
    best_delay: { kind: 'extreme', sql: 'min(delay)' },
    late: { kind: 'sum', sql: 'count(*) filter (where delay >= 15)' },
    late_share: { kind: 'quotient', sql: 'avg(case when delay >= 15 then 1 else 0 end)' },
    miles: { kind: 'sum', sql: 'sum(distance)' },
    destinations: { kind: 'distinct', sql: 'count(distinct destination)' },
  },
  completeTo: null,
  span: { from: '2000-11-20', to: '2001-07-05' },
};
const flightsTopicModel: PlainModel = { ...flightsModel, subject: { topic: 'flights' } };
const analyst: Viewer = {
  id: '1',
  email: 'ana@example.com',
  name: 'Ana',
  role: 'analyst',
  attributes: {},
  groups: [],
};

describe('three million real flights, from the file to the tiles', () => {
  let database: TestDatabase;

  before(async () => {
    database = await testDatabase();
    const { url, readUrl, controlUrl, pool } = database;
    const client = await pool.connect();
    await client.query('begin');
    await loadFlights(client, () => {});
    await client.query('commit');
    client.release();
    await migrateControlStore(controlStore(controlUrl));
    await migrateWarehouse(url, 'summa', readUrl);
    await buildMissing({ registry, environment: { warehouseUrl: url, schema: 'summa', controlUrl }, log: () => {} });
  });

  after(async () => {
    await closeWarehousePools();
    await closeControlStore(database.controlUrl);
    await database.drop();
  });

  const plain = async (query: string): Promise<string[][]> =>
    (await database.pool.query({ text: query, rowMode: 'array' })).rows;
  const sorted = (rows: string[][]) => rows.map((row) => row.join(' ')).sort();

  it('adds up to every flight', async () => {
    assert.deepEqual(await plain('select sum(flights)::text from summa.daily_flights'), [['3000000']]);
    assert.deepEqual(await plain('select sum(flights)::text from summa.monthly_flights'), [['3000000']]);
  });

  it('has for each day and each origin what plain SQL finds in the raw table', async () => {
    for (const [summary, column, raw] of [
      ['daily_flights', 'day', 'departed_at::date'],
      ['daily_flights', 'origin', 'origin'],
      ['monthly_flights', 'month', `date_trunc('month', departed_at)::date`],
    ]) {
      const built = await plain(
        `select ${column}::text, sum(flights)::text, sum(delay)::text, max(worst_delay)::text, min(best_delay)::text, sum(late)::text, sum(miles)::text
             from summa.${summary} group by 1`,
      );
      const found = await plain(
        `select (${raw})::text, count(*)::text, sum(delay)::text, max(delay)::text, min(delay)::text,
                  count(*) filter (where delay >= 15)::text, sum(distance)::text
             from flights.flights group by 1`,
      );
      assert.deepEqual(sorted(built), sorted(found), `${summary} by ${column}`);
    }
  });

  it(`answers ${questions} random questions as the raw table does`, async (t) => {
    const { pool, readUrl } = database;
    const pages = warehousePool('pages', readUrl);
    const warehouse = { pages, exports: warehousePool('exports', readUrl), schema: 'summa' };
    const opened = { pool, registry, warehouse };
    const dice = diceOf(random(7));
    const refused: string[] = [];
    for (let at = 0; at < questions; at++) {
      const query = canonical(randomQuestion(dice.pick([flightsModel, flightsTopicModel]), dice));
      const verdict = await judge(opened, flightsModel, query, analyst);
      if (verdict.kind === 'refused') refused.push(verdict.why);
      assert.notEqual(verdict.kind, 'different', `${JSON.stringify(verdict)} to ${JSON.stringify(query)}`);
    }
    t.diagnostic(
      `${questions} questions: all equal but ${refused.length} refused: ${[...new Set(refused)].join(', ')}`,
    );
    assert.ok(refused.length <= questions / 10, refused.join(', '));
  });

  it('shows on the dashboard what plain SQL finds in the raw table', async () => {
    const warehouse = {
      pages: warehousePool('pages', database.readUrl),
      exports: warehousePool('exports', database.readUrl),
      schema: 'summa',
    };
    const load = await loadDashboard({
      registry,
      dashboard: usFlights.name,
      filters: { period: '2001-02-05..2001-04-30', origin: 'ATL,SEA' },
      epoch: null,
      viewer: analyst,
      warehouse,
    });
    const shown = new Map<string, Cell[][]>();
    for (const { id, title } of load.head.tiles) {
      const result = await load.tiles[id];
      assert.ok(result?.ok, title);
      shown.set(
        title,
        Array.from({ length: result.rows }, (_, row) => result.values.map((column) => column[row] ?? null)),
      );
    }
    const raw = `from flights.flights where origin in ('ATL', 'SEA') and departed_at >= '2001-02-05' and departed_at < '2001-05-01'`;
    const [[flights = '', average = '', late = '', destinations = ''] = []] = await plain(
      `select count(*)::text, avg(delay)::text, avg((delay >= 15)::int)::text, count(distinct destination)::text ${raw}`,
    );
    assert.deepEqual(shown.get('Flights'), [[flights]]);
    assert.deepEqual(shown.get('Destinations served'), [[destinations]]);
    assert.equal(Number(shown.get('Average delay')?.[0]?.[0]).toFixed(8), Number(average).toFixed(8));
    assert.equal(Number(shown.get('Late flights')?.[0]?.[0]).toFixed(8), Number(late).toFixed(8));
    assert.deepEqual(
      shown.get('Flights by day'),
      await plain(`select departed_at::date::text, count(*)::text ${raw} group by 1 order by 1`),
    );
    const weeks = await plain(
      `select date_trunc('week', departed_at)::date::text, avg(delay)::text ${raw} group by 1 order by 1`,
    );
    assert.deepEqual(
      shown.get('Average delay by week')?.map(([week, delay]) => [week, Number(delay).toFixed(8)]),
      weeks.map(([week, delay]) => [week, Number(delay).toFixed(8)]),
    );
    const origins = await plain(
      `select origin, count(*)::text, max(delay)::text, count(distinct destination)::text ${raw} group by 1 order by 2::int desc`,
    );
    assert.deepEqual(
      shown.get('Origins')?.map(([origin, count, , , worst, served]) => [origin, count, String(worst), served]),
      origins,
    );
  });
});
