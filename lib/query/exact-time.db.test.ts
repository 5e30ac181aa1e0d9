import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type pg from 'pg';
import { addDays } from '#lib/calendar/day.ts';
import { localDay } from '#lib/calendar/zone.ts';
import { buildRelation, sourceRows } from '#lib/compile/build.ts';
import { physicalPlan } from '#lib/compile/physical.ts';
import { compileQuery } from '#lib/compile/query-statement.ts';
import { statement } from '#lib/compile/statement.ts';
import { count, sum } from '#lib/definition/columns.ts';
import { date, hour, month, quarter, type TimeBucket, type WeekStart, week, year } from '#lib/definition/grain.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { defineSource } from '#lib/definition/source.ts';
import { defineSummary, definitionOf, rowsFrom } from '#lib/definition/summary.ts';
import { random } from '#lib/refresh/testing/random.ts';
import { openShop, type Shop } from '#lib/refresh/testing/shop.ts';
import { testDatabase } from '#lib/server/test-database.ts';
import { valueParsers } from '#lib/warehouse/connect.ts';
import { generationsAt, latestEpoch, type ServedGeneration } from '#lib/warehouse/generation.ts';
import { postgres } from '#lib/warehouse/postgres/dialect.ts';
import type { Query } from './query.ts';
import { instantsOf } from './testing/instants.ts';
import { bucketByHand, wallClock } from './testing/wall-clock.ts';

/** Clocks that change at night and at midnight, by half an hour and while they are 45 minutes off, and a day left out. */
const zones = [
  'America/New_York',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
];
const instantsPerZone = Number(process.env.SUMMA_INSTANTS ?? 5_000);
const years = { first: 2005, last: 2024 };

const moments = defineSource({
  name: 'moments',
  table: 'raw.moments',
  columns: { id: 'bigint', zone: 'text', at: 'timestamptz' },
});

const buckets: [TimeBucket, WeekStart][] = [
  ['hour', 'monday'],
  ['day', 'monday'],
  ['week', 'monday'],
  ['week', 'sunday'],
  ['month', 'monday'],
  ['quarter', 'monday'],
  ['year', 'monday'],
];
const grains = { hour, day: date, week, month, quarter, year };

const nameOf = (zone: string) => zone.toLowerCase().replaceAll('/', '_');

function summaryOf(zone: string, bucket: TimeBucket, weekStart: WeekStart) {
  return defineSummary({
    name: nameOf(zone),
    description: 'Moments by the clocks of a zone.',
    from: rowsFrom([moments], (db) => db.selectFrom('raw.moments').select(['id', 'at']).where('zone', '=', zone)),
    grain: { at: grains[bucket]('at') },
    columns: { moments: count(), ids: sum('id') },
    ...(bucket === 'hour' ? { refresh: { by: 'year' as const } } : {}),
    zone,
    weekStart,
  });
}

describe('exact time', () => {
  const instants = new Map(
    zones.map((zone, index) => [zone, instantsOf(zone, instantsPerZone, years, random(index + 1))]),
  );
  const hourly = zones.map((zone) => summaryOf(zone, 'hour', 'monday'));
  let shop: Shop;
  let generations: Map<string, ServedGeneration>;
  let epoch: number;

  before(async () => {
    shop = await openShop(await testDatabase(), defineRegistry({ summaries: hourly, dashboards: [] }));
    await shop.pool.query('create table raw.moments (id bigint, zone text, at timestamptz)');
    for (const zone of zones) {
      const of = instants.get(zone) ?? [];
      await shop.pool.query(
        'insert into raw.moments select id, $1, at from unnest($2::bigint[], $3::timestamptz[]) as given(id, at)',
        [zone, of.map((_, id) => id + 1), of.map((at) => new Date(at).toISOString())],
      );
    }
    for (const zone of zones) assert.equal(await shop.refresh({ summary: nameOf(zone) }), null);
    ({ epoch } = await latestEpoch(shop.pool, 'summa'));
    generations = await generationsAt(shop.pool, 'summa', epoch);
  });
  after(() => shop.drop());

  const expected = (zone: string, bucket: TimeBucket, weekStart: WeekStart, days?: { from: string; to: string }) =>
    totals(
      (instants.get(zone) ?? []).map((at, id): [string, number] => [wallClock(at, zone), id + 1]),
      bucket,
      weekStart,
      days,
    );

  for (const zone of zones) {
    for (const [bucket, weekStart] of buckets) {
      it(`has each moment of ${zone} in one ${bucket}${bucket === 'week' ? ` from ${weekStart}` : ''}`, async () => {
        const wanted = expected(zone, bucket, weekStart);
        assert.equal(
          [...wanted.values()].reduce((total, { moments: each }) => total + each, 0),
          instantsPerZone,
        );
        // Whatever zone the session and the process are in.
        for (const [session, process] of [
          ['UTC', 'UTC'],
          ['Pacific/Apia', 'America/New_York'],
        ] as const) {
          const generation = generations.get(nameOf(zone));
          assert.ok(generation);
          const asked = { ...generation, weekStart };
          await inZones(shop.pool, session, process, async (client) => {
            assert.deepEqual(await built(client, zone, bucket, weekStart), wanted, `built in ${session}`);
            assert.deepEqual(await answered(client, asked, epoch, bucket, null), wanted, `asked in ${session}`);
          });
        }
      });
    }

    it(`cuts days of ${zone} so that no moment is lost or counted twice`, async () => {
      const generation = generations.get(nameOf(zone));
      assert.ok(generation);
      const next = random(zone.length);
      for (let round = 0; round < 5; round++) {
        const cut = addDays(`${years.first}-01-01`, Math.floor(next() * 365 * (years.last - years.first)));
        const parts = [
          { from: `${years.first - 1}-01-01`, to: addDays(cut, -1) },
          { from: cut, to: cut },
          { from: addDays(cut, 1), to: `${years.last + 1}-12-31` },
        ];
        await inZones(shop.pool, 'UTC', 'UTC', async (client) => {
          let found = 0;
          for (const days of parts) {
            const rows = await answered(client, generation, epoch, 'hour', days);
            assert.deepEqual(rows, expected(zone, 'hour', 'monday', days), `${days.from} to ${days.to}`);
            for (const { moments: each } of rows.values()) found += each;
          }
          assert.equal(found, instantsPerZone);
        });
      }
    });

    it(`names the day of ${zone} as the database does`, async () => {
      const { rows } = await shop.pool.query<{ at: string; day: string }>(
        `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, (at at time zone $1)::date::text as day
           from raw.moments where zone = $1`,
        [zone],
      );
      assert.equal(rows.length, instantsPerZone);
      for (const processZone of ['UTC', 'Pacific/Apia']) {
        await asProcessOf(processZone, async () => {
          for (const { at, day } of rows) assert.equal(localDay(at, zone), day, `${at} in ${processZone}`);
        });
      }
    });
  }
});

type Totals = Map<string, { moments: number; ids: number }>;

/** What a build of this bucket makes of the raw rows. */
async function built(client: pg.PoolClient, zone: string, bucket: TimeBucket, weekStart: WeekStart): Promise<Totals> {
  const definition = definitionOf(summaryOf(zone, bucket, weekStart));
  const decided = physicalPlan(definition, { id: 'bigint', at: 'timestamptz' });
  assert.ok(decided.ok);
  const [rows] = decided.plan.relations;
  assert.ok(rows);
  const query = buildRelation(definition, decided.plan, rows, { rows: sourceRows(definition), range: null });
  const { text, values } = statement(query);
  return totalsOf((await client.query({ text, values, rowMode: 'array', types: valueParsers })).rows);
}

/** What a question by this bucket answers from the summary of hours. */
async function answered(
  client: pg.PoolClient,
  generation: ServedGeneration,
  epoch: number,
  grain: TimeBucket,
  days: { from: string; to: string } | null,
): Promise<Totals> {
  const query: Query = {
    from: { summary: generation.summary },
    measures: [
      { name: 'moments', as: 'value' },
      { name: 'ids', as: 'value' },
    ],
    dimensions: ['@'],
    grain,
    filters: [],
    range: null,
    compare: null,
    pivot: [],
    sort: [{ by: '@', descending: false }],
    // More hours than are shown to people.
    limit: 100_000,
    pivotLimit: null,
    others: false,
    totals: 'none',
  };
  const context = { dialect: postgres, schema: 'summa', generation, epoch, scope: 'everything' as const };
  const compiled = compileQuery(query, { ...context, days, compared: null });
  assert.ok(compiled.ok);
  const { sql: text, parameters } = postgres.compile(compiled.query);
  const { rows } = await client.query({ text, values: [...parameters], rowMode: 'array', types: valueParsers });
  return totalsOf(rows);
}

function totalsOf(rows: unknown[][]): Totals {
  return inOrder(rows.map((row) => [String(row[0]), { moments: Number(row[1]), ids: Number(row[2]) }]));
}

/** The oracle: what a clock on the wall shows, cut into buckets by hand. */
function totals(
  clocks: readonly [string, number][],
  bucket: TimeBucket,
  weekStart: WeekStart,
  days?: { from: string; to: string },
): Totals {
  const found: Totals = new Map();
  for (const [clock, id] of clocks) {
    const day = clock.slice(0, 10);
    if (days && (day < days.from || day > days.to)) continue;
    const key = bucketByHand(clock, bucket, weekStart);
    const known = found.get(key) ?? { moments: 0, ids: 0 };
    found.set(key, { moments: known.moments + 1, ids: known.ids + id });
  }
  return inOrder([...found]);
}

function inOrder(entries: [string, { moments: number; ids: number }][]): Totals {
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}

/** Runs with a connection and a process that are in zones of their own. */
async function inZones(
  pool: pg.Pool,
  session: string,
  process: string,
  run: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select set_config('TimeZone', $1, false)", [session]);
    await asProcessOf(process, () => run(client));
  } finally {
    client.release(true);
  }
}

async function asProcessOf(zone: string, run: () => Promise<void>): Promise<void> {
  const known = process.env.TZ;
  process.env.TZ = zone;
  try {
    await run();
  } finally {
    if (known === undefined) delete process.env.TZ;
    else process.env.TZ = known;
  }
}
