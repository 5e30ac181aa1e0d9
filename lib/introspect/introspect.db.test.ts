import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { runCommand } from '#lib/cli/testing/run-command.ts';
import { loadDashboard } from '#lib/dashboard/load.ts';
import { admin } from '#lib/dashboard/test-shop.ts';
import { checkRegistry } from '#lib/definition/check-registry.ts';
import type { DashboardDefinition } from '#lib/definition/dashboard.ts';
import { defineRegistry, type Registry } from '#lib/definition/registry.ts';
import type { AnySummary } from '#lib/definition/summary.ts';
import { buildMissing } from '#lib/refresh/run/first-build.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { checkWarehouse } from '#lib/warehouse/check-definitions.ts';
import { closeWarehousePools, warehousePool } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { formatCode } from './format-code.ts';
import { introspect } from './introspect.ts';
import type { Proposal } from './propose.ts';
import { proposedFiles } from './proposed-files.ts';

const root = path.resolve(import.meta.dirname, '../..');
const none = { sources: [], summaries: [], dashboards: [] };

/** Column and table names that break whatever quotes them carelessly. */
const hostile = [
  `it's "quoted" \\ and \`ticked\``,
  'two\nlines\r\tand a tab',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what a careless generator would run
  '${process.exit(7)}',
  '*/ process.exit(7) /*',
  "'); process.exit(7); ('",
  '// @ts-expect-error',
  'a.b.c',
  'a as b',
  ' leading and trailing ',
  '주문 금액',
  'Größe (m²)',
  'grosse_m2',
  '\u202Eright to left\u2066',
  'null\u00a0space\u2028line',
  '__proto__',
  'constructor',
  'toString',
  'rows',
  'class',
  'select',
  'day',
  'Day',
  'DAY',
  '_id',
  '1st',
  '$1',
  '%s',
  ';drop table x;--',
  'é'.repeat(31),
  'x'.repeat(63),
  `${'x'.repeat(62)}y`,
];

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const inWarehouse = (schema: string, table: string) => `${quoted(schema)}.${quoted(table)}`;

describe('introspect(url, table, taken)', () => {
  let database: TestDatabase;
  let folder: string;
  before(async () => {
    database = await testDatabase();
    await migrateWarehouse(database.url, 'summa', database.readUrl);
    await migrateControlStore(controlStore(database.controlUrl));
    folder = await mkdtemp(path.join(tmpdir(), 'summa-introspect-'));
    await writeFile(
      path.join(folder, 'package.json'),
      JSON.stringify({ type: 'module', imports: { '#lib/*': './lib/*' } }),
    );
    await symlink(path.join(root, 'lib'), path.join(folder, 'lib'));
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const own = { extends: path.join(root, 'tsconfig.json'), include: ['queries/**/*.ts'] };
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(own));
    const biome = JSON.parse(await readFile(path.join(root, 'biome.json'), 'utf8'));
    await writeFile(path.join(folder, 'biome.json'), JSON.stringify({ ...biome, vcs: { enabled: false } }));
    process.chdir(root);
  });
  after(async () => {
    await closeWarehousePools();
    await closeControlStore(database.controlUrl);
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes a proposal's files and imports them. */
  async function written(proposal: Proposal): Promise<{ registry: Registry; files: string[] }> {
    const files = [];
    for (const { path: file, code } of proposedFiles(proposal)) {
      const target = path.join(folder, file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, await formatCode(file, code), { flag: 'wx' });
      files.push(target);
    }
    const load = async (file: string | undefined, constant: string) =>
      (await import(pathToFileURL(file ?? '').href))[constant];
    const summary = (await load(files[1], proposal.summary?.constant ?? '')) as AnySummary;
    const dashboard = (await load(files[2], proposal.dashboard.constant)) as DashboardDefinition;
    return { registry: defineRegistry({ summaries: [summary], dashboards: [dashboard] }), files };
  }

  async function builds(registry: Registry) {
    assert.deepEqual(checkRegistry(registry), []);
    assert.deepEqual(await checkWarehouse(registry, database.url), []);
    const environment = { warehouseUrl: database.url, schema: 'summa', controlUrl: database.controlUrl };
    await buildMissing({ registry, environment, log: () => {} });
    const warehouse = {
      pages: warehousePool('pages', database.readUrl),
      exports: warehousePool('exports', database.readUrl),
      schema: 'summa',
    };
    const dashboard = registry.dashboards[0]?.name ?? '';
    const load = await loadDashboard({
      registry,
      dashboard,
      filters: { period: 'all' },
      epoch: null,
      viewer: admin,
      warehouse,
    });
    const tiles = await Promise.all(Object.values(load.tiles));
    for (const tile of tiles) assert.ok(tile.ok, JSON.stringify(tile));
    return tiles;
  }

  async function isRight(files: string[]) {
    const types = await runCommand(
      process.execPath,
      [path.join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder],
      { quiet: true },
    );
    assert.equal(types.code, 0, types.output);
    const lint = await runCommand(
      process.execPath,
      [
        path.join(root, 'node_modules/@biomejs/biome/bin/biome'),
        'check',
        '--error-on-warnings',
        `--config-path=${folder}`,
        ...files,
      ],
      { quiet: true },
    );
    assert.equal(lint.code, 0, lint.output);
  }

  it('reads a shop’s orders as a person would', async () => {
    await database.pool.query(`
      create schema shop;
      create table shop.orders (
        order_id bigint primary key, customer_id bigint not null, ordered_at timestamptz not null,
        updated_at timestamptz not null, country text not null, channel varchar(20) not null, coupon text,
        gift boolean not null, amount numeric(12,2) not null, unit_price numeric(12,2), discount_rate real, quantity int not null,
        rating smallint, order_year int, weight double precision, note text, tags text[], basket jsonb, customer_email text
      );
      create index on shop.orders (ordered_at);
      comment on table shop.orders is 'One row per order; don''t edit.';
      insert into shop.orders
      select g, g % 700, timestamptz '2024-01-01Z' + g * interval '17 minutes', timestamptz '2024-02-01Z' + g * interval '1 minute',
             (array['KR','US','JP'])[1 + g % 3], (array['web','app'])[1 + g % 2], case when g % 9 = 0 then 'SPRING' end, g % 10 = 0,
             g % 90 + 0.5, 9.99, 0.1, g % 4, g % 6, 2024, g % 17 / 3.0, 'note ' || g, array['x'], '{}', 'p' || g || '@example.com'
        from generate_series(1, 3000) g;
      analyze shop.orders;`);
    const proposal = await introspect(database.url, 'shop.orders', { ...none, sources: ['orders'] });
    assert.equal(proposal.source.name, 'shop_orders');
    const { summary } = proposal;
    assert.equal(summary?.name, 'daily_orders');
    assert.equal(summary?.time?.column.name, 'ordered_at');
    assert.deepEqual(
      summary?.time?.others.map((column) => column.name),
      ['updated_at'],
    );
    assert.deepEqual(
      summary?.dimensions.map(({ name, dimension }) => `${name} ${dimension.kind}`),
      ['country text', 'channel text', 'coupon text', 'gift boolean'],
    );
    assert.deepEqual(
      summary?.measures.map(({ name, kind }) => `${kind} ${name}`),
      [
        'count orders',
        'sum amount',
        'sum quantity',
        'sum weight',
        'average unit_price',
        'average rating',
        'ratio average_amount',
        'distinct customers',
      ],
    );
    assert.deepEqual(
      summary?.notAdded.map(({ column }) => column.name),
      ['discount_rate', 'order_year'],
    );
    assert.deepEqual(
      proposal.unknown.map((column) => column.name),
      ['tags'],
    );
    const { registry, files } = await written(proposal);
    await isRight(files);
    await builds(registry);
    const built = await database.pool.query(
      'select sum(amount)::text as amount, sum(orders)::text as orders from summa.daily_orders',
    );
    const plain = await database.pool.query(
      'select sum(amount)::text as amount, count(*)::text as orders from shop.orders',
    );
    assert.deepEqual(built.rows, plain.rows);
    const source = await readFile(files[0] ?? '', 'utf8');
    assert.match(source, /One row per order; don't edit\./);
    assert.match(source, /Left out: 'tags' is text\[\]/);
    assert.match(source, /channel: 'text',/);
    assert.match(source, /coupon: 'text null',/);
    const definition = await readFile(files[1] ?? '', 'utf8');
    assert.match(definition, /Left out: 'discount_rate'\. A rate/);
    assert.match(definition, /unit_price: average\('unit_price', \{ weight: 'quantity', scale: 2 \}\)/);
    const prices = await database.pool.query(
      `select sum(unit_price_total) / sum(unit_price_weight) = (select sum(unit_price * quantity) / sum(quantity) from shop.orders)
              as equal from summa.daily_orders`,
    );
    assert.deepEqual(prices.rows, [{ equal: true }]);
  });

  it('writes code that runs whatever the names are', { timeout: 120_000 }, async () => {
    const types = ['numeric(12,2)', 'text', 'timestamptz', 'bigint', 'boolean', 'date'];
    const files: string[] = [];
    const used = new Set<string>();
    for (const [round, table] of hostile.filter((name) => !/\.| as |^\s|\s$/.test(name)).entries()) {
      const schema = round % 5 === 0 ? `it's a "schema" \${}${round}` : 'hostile';
      await database.pool.query(`create schema if not exists ${quoted(schema)}`);
      const columns = hostile.map((name, index) => `${quoted(name)} ${types[(index + round) % types.length]}`);
      await database.pool.query(`create table ${inWarehouse(schema, table)} (${columns.join(', ')})`);
      const values = hostile.map(
        (_, index) =>
          [
            'g + 0.25',
            `'v' || g % 3`,
            `timestamptz '2024-01-01Z' + g * interval '5 hours'`,
            'g % 5',
            'g % 2 = 0',
            `date '2024-01-01' + g % 9`,
          ][(index + round) % types.length],
      );
      await database.pool.query(
        `insert into ${inWarehouse(schema, table)} select ${values.join(', ')} from generate_series(1, 40) g`,
      );
      await database.pool.query(
        `comment on table ${inWarehouse(schema, table)} is $$*/ '\${process.exit(7)}' \n // \u202E$$`,
      );
      const taken = {
        ...none,
        summaries: files.length > 0 ? [...used] : [],
        sources: [...used],
        dashboards: [...used],
      };
      const proposal = await introspect(database.url, `${schema}.${table}`, taken);
      for (const name of [proposal.source.name, proposal.summary?.name, proposal.dashboard.name])
        if (name) used.add(name);
      assert.ok(proposal.summary?.time);
      const { registry, files: added } = await written(proposal);
      files.push(...added);
      if (round % 3 !== 0) {
        assert.deepEqual([...checkRegistry(registry), ...(await checkWarehouse(registry, database.url))], []);
        continue;
      }
      await builds(registry);
      const count = proposal.summary.measures[0]?.name ?? '';
      const { rows } = await database.pool.query(
        `select sum(${quoted(count)})::text as n from summa.${quoted(proposal.summary.name)}`,
      );
      assert.equal(rows[0].n, '40', table);
    }
    await isRight(files);
  });

  it('takes a table of nothing but texts, and one of nothing', async () => {
    await database.pool.query(`
      create schema odd;
      create table odd.texts (country text, kind text);
      insert into odd.texts select 'c' || g % 3, 'k' || g % 2 from generate_series(1, 50) g;
      create table odd.words (body text, amount numeric);
      create view odd.seen as select * from odd.texts;`);
    const { registry, files } = await written(await introspect(database.url, 'odd.texts', none));
    await isRight(files);
    await builds(registry);
    const words = await introspect(database.url, 'odd.words', none);
    assert.equal(words.summary, null);
    assert.equal(proposedFiles(words).length, 1);
    assert.equal((await introspect(database.url, 'odd.seen', none)).summary?.dimensions.length, 2);
  });

  it('says what is there instead of a missing table, and what it needs', async () => {
    await database.pool.query('create schema if not exists sales; create table sales.customers (id int)');
    const introspected = (table: string) => introspect(database.url, table, none);
    await assert.rejects(
      introspected('sales.customer'),
      /no table 'sales\.customer'.*did you mean 'sales\.customers'\?/s,
    );
    await assert.rejects(introspected('public.customers'), /did you mean 'sales\.customers'\?/);
    await assert.rejects(introspected('customers'), /public\.customers/);
    await assert.rejects(introspected('a.b.c'), /plainer name/);
  });
});
