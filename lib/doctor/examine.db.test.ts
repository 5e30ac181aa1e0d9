import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Registry } from '#lib/definition/registry.ts';
import { exact, lateRegistry } from '#lib/refresh/late/testing/late-shop.ts';
import { shopRegistry, shopTables } from '#lib/refresh/testing/shop.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { type Company, company } from '#lib/warehouse/testing/company.ts';
import { noSeparateServer } from '#lib/warehouse/testing/separate-server.ts';
import { examine } from './examine.ts';
import { findingText } from './finding.ts';

type Environment = Company['environment'];

const none: Registry = { sources: [], summaries: [], dashboards: [], place: '' };

async function told(environment: Environment, registry = shopRegistry) {
  const { findings, grants } = await examine(environment, registry);
  const text = findings.map(findingText).join('\n');
  assert.doesNotMatch(`${text}\n${grants.join('\n')}`, /-secret/);
  return { text, wrong: findings.filter(({ level }) => level === 'wrong').map(findingText), grants };
}

describe('examine(environment, registry)', { skip: noSeparateServer }, () => {
  it('finds nothing to mend where a warehouse grants the least, before and after the first start', async (t) => {
    const { environment } = await company(t, shopTables);
    assert.deepEqual((await told(environment)).wrong, []);
    await migrateWarehouse(environment.warehouseUrl, 'summa', environment.warehouseReadUrl);
    const { wrong, text } = await told(environment);
    assert.deepEqual(wrong, []);
    assert.match(text, /✓ Source orders: raw\.orders has what is declared, and summa may read it\./);
    assert.match(text, /✓ WAREHOUSE_READ_URL: summa_read can write nothing there\./);
    assert.match(text, /✓ WAREHOUSE_READ_URL: statements of pages end after 30s\./);
    assert.match(text, /✓ CONTROL_URL: apart from the warehouse\./);
  });

  it('says of an exact source whether its changes are logged', async (t) => {
    const { environment } = await company(t, shopTables);
    await migrateWarehouse(environment.warehouseUrl, 'summa', environment.warehouseReadUrl);
    const { wrong, text } = await told(environment, lateRegistry({ late: exact }));
    assert.deepEqual(wrong, []);
    assert.match(text, /! Source orders: late rows are not noticed\. raw\.orders has no triggers.*capture orders/);
  });

  it('prints grants that are enough for a new warehouse', async (t) => {
    const { server, environment } = await company(t, shopTables);
    const { grants } = await told(environment);
    const statements = grants.filter((line) => !line.startsWith('--') && !line.startsWith('create role'));
    await server.asAdmin('postgres', 'create database fresh', 'revoke all on database fresh from public');
    const local = statements.map((line) => line.replaceAll('"company"', '"fresh"'));
    await server.asAdmin('fresh', shopTables, ...local);
    const at = (url: string) => url.replace('/company', '/fresh');
    const fresh = {
      ...environment,
      warehouseUrl: at(environment.warehouseUrl),
      warehouseReadUrl: at(environment.warehouseReadUrl),
    };
    assert.deepEqual((await told(fresh)).wrong, []);
  });

  it('says which statement mends each wrong right, and is content when it was run', async (t) => {
    const { environment, asDba } = await company(t, shopTables);
    await migrateWarehouse(environment.warehouseUrl, 'summa', environment.warehouseReadUrl);
    const faults: [string, RegExp][] = [
      ['revoke select on raw.orders from summa', /✗ Source orders .*summa may not read raw\.orders/],
      ['revoke usage on schema raw from summa', /✗ Source orders .*summa may not read raw\.orders/],
      [
        'alter schema summa owner to postgres; revoke all on schema summa from summa',
        /✗ summa may not create tables in schema summa, which belongs to postgres/,
      ],
      ['revoke usage on schema summa from summa_read', /✗ WAREHOUSE_READ_URL: summa_read may not use schema summa/],
      [
        'revoke select on summa._epoch from summa_read',
        /✗ WAREHOUSE_READ_URL: summa_read may not read "summa"\."_epoch"/,
      ],
      ['grant insert on summa._epoch to summa_read', /✗ WAREHOUSE_READ_URL: summa_read can write "summa"\."_epoch"/],
      ['grant create on schema public to public', /✗ WAREHOUSE_READ_URL: summa_read can create tables in public/],
      ['grant create on schema summa to summa_read', /✗ WAREHOUSE_READ_URL: summa_read can create tables in summa/],
      [
        'grant create on database company to summa_read',
        /✗ WAREHOUSE_READ_URL: summa_read can create schemas in company/,
      ],
      ['grant summa to summa_read', /✗ WAREHOUSE_READ_URL: summa_read is a member of summa/],
      ['alter role summa_read superuser', /✗ WAREHOUSE_READ_URL: summa_read is a superuser/],
      ['alter table summa._fence owner to postgres', /✗ Schema summa: 1 of Summa's tables belong to postgres/],
      ['revoke connect on database company from summa', /✗ "summa" of WAREHOUSE_URL may not connect/],
    ];
    for (const [fault, expected] of faults) {
      await asDba(fault);
      const { findings } = await examine(environment, shopRegistry);
      const wrong = findings.filter(({ level }) => level === 'wrong');
      assert.match(wrong.map(findingText).join('\n'), expected);
      for (const { sql = [] } of wrong) await asDba(...sql);
      assert.deepEqual((await told(environment)).wrong, [], `after what mends: ${fault}`);
    }
  });

  it('tells a wrong URL apart from a wrong right', async (t) => {
    const { server, environment, asDba } = await company(t, shopTables);
    const { warehouseUrl, warehouseReadUrl, controlUrl } = environment;
    const says = async (change: Partial<Environment>, expected: RegExp) =>
      assert.match((await told({ ...environment, ...change }, none)).text, expected);
    await says({ warehouseUrl: warehouseUrl.replace('summa-secret', 'wrong') }, /✗ .*refuses the password of "summa"/);
    await says({ warehouseUrl: `${warehouseUrl}y` }, /✗ The server has no database "companyy"/);
    await says(
      { warehouseUrl: `${warehouseUrl}?sslmode=verify-full` },
      /✗ The server's certificate is signed by nobody/,
    );
    await says({ controlUrl: controlUrl.replace(/:\d+\//, ':1/') }, /✗ Nothing listens at 127\.0\.0\.1, port 1,/);
    await says({ warehouseReadUrl: warehouseUrl }, /! WAREHOUSE_READ_URL: summa is the role of WAREHOUSE_URL too/);
    await says(
      { warehouseReadUrl: server.url('summa_read', 'postgres') },
      /✗ WAREHOUSE_READ_URL: the database postgres there is another/,
    );
    await says({ warehouseUrl: server.url('postgres', 'company') }, /! WAREHOUSE_URL: postgres is a superuser/);
    await says({ controlUrl: warehouseUrl }, /! CONTROL_URL: company is the database of the warehouse too/);
    await says(
      { controlUrl: warehouseReadUrl },
      /✗ CONTROL_URL: summa_read may not make the schemas[\s\S]*grant create on database "company" to "summa_read";/,
    );
    await asDba('drop schema summa');
    await says({}, /✗ There is no schema summa[\s\S]*create schema "summa" authorization "summa";/);
    await asDba('alter table raw.orders enable row level security', 'create schema summa authorization summa');
    assert.match((await told(environment)).text, /! Source orders: row security of raw\.orders hides rows from summa/);
    await asDba('alter role summa set default_transaction_read_only = on');
    await says({}, /✗ Schema summa: .*read-only transaction.*primary server/);
  });
});
