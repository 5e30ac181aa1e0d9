import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pg from 'pg';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';
import { company } from '#lib/warehouse/testing/company.ts';
import { noSeparateServer } from '#lib/warehouse/testing/separate-server.ts';
import { createEngine } from '../run/engine.ts';
import { runToItsEnd } from '../run/first-build.ts';
import { requestRefresh } from '../run/request.ts';
import { shopTables } from '../testing/shop.ts';
import { captureScript } from './capture-script.ts';
import { captureState } from './capture-state.ts';
import { pendingPartitions } from './pending.ts';
import { exact, insertOn, lateRegistry } from './testing/late-shop.ts';

const registry = lateRegistry({ late: exact });
const [source] = registry.sources;
const [head] = registry.summaries;

describe('capture in a warehouse of several roles', { skip: noSeparateServer }, () => {
  it('logs what roles without any right on Summa write, and lets nobody else near the log', async (t) => {
    assert.ok(source && head);
    const { server, environment, asDba } = await company(t, shopTables);
    const { warehouseUrl, warehouseReadUrl, schema } = environment;
    await server.asAdmin(
      'company',
      "create role raw_owner login password 'raw_owner-secret'",
      "create role writer login password 'writer-secret'",
      'grant connect on database company to raw_owner, writer',
      'grant usage, create on schema raw to raw_owner',
      'grant usage on schema raw to writer',
      'alter table raw.orders owner to raw_owner',
      'grant select on raw.orders to summa',
      'grant select, insert, update, delete, truncate on raw.orders to writer',
    );
    await migrateWarehouse(warehouseUrl, schema, warehouseReadUrl);
    const connect = async (role: string) => {
      const client = new pg.Client(server.url(role, 'company'));
      client.on('error', () => {});
      await client.connect();
      t.after(() => client.end().catch(() => {}));
      return client;
    };
    const [summa, rawOwner, writer, reader] = await Promise.all(
      ['summa', 'raw_owner', 'writer', 'summa_read'].map(connect),
    );
    assert.ok(summa && rawOwner && writer && reader);
    await writer.query(insertOn(1, '2024-01-02'));

    // What the command prints, each part as the role it names.
    const script = (await captureScript(summa, schema, source, false)).join('\n');
    assert.match(script, /As summa[\s\S]*As raw_owner/);
    const [first = '', second = ''] = script.split('-- 2.');
    await summa.query(first);
    await assert.rejects(summa.query(`${second.slice(second.indexOf('begin;'))}`), /owner|permission/);
    await summa.query('rollback');
    await rawOwner.query(second.slice(second.indexOf('begin;')));
    assert.deepEqual((await captureState(reader, schema, source)).why, null);

    const engine = createEngine({ registry, environment });
    const refresh = async () => {
      const { id } = await requestRefresh(engine.store, registry, { summary: 'daily', requestedBy: 'test' });
      assert.equal(await runToItsEnd(engine, id), null);
    };
    const pending = () => pendingPartitions(reader, schema, registry, head);
    await writer.query(insertOn(2, '2024-01-05'));
    await refresh();
    assert.deepEqual(await pending(), []);

    await writer.query(insertOn(3, '2024-01-03'));
    await writer.query('update raw.orders set amount = 7 where order_id = 1');
    assert.deepEqual(await pending(), ['2024-01-02', '2024-01-03']);
    await refresh();
    for (const statement of [
      'select * from summa._change',
      "insert into summa._change (source) values ('orders')",
      'delete from summa._change',
      'select summa._capture_orders()',
      'create table raw.mine (id int); create trigger t after insert on raw.mine for each statement execute function summa._capture_orders()',
    ]) {
      await assert.rejects(writer.query(statement), /permission denied/, statement);
    }

    // A writer's own objects and search path change nothing of what the function means.
    await writer.query('set search_path = raw, pg_catalog');
    await writer.query(insertOn(4, '2024-01-04'));
    assert.deepEqual(await pending(), ['2024-01-04']);
    await refresh();

    await asDba(`set session_replication_role = replica; ${insertOn(5, '2024-01-03')}`);
    assert.deepEqual(await pending(), ['2024-01-03']);
    await refresh();
    await writer.query('truncate raw.orders');
    assert.equal((await pending()).length, 4);

    const drop = (await captureScript(summa, schema, source, true)).join('\n');
    const [owners = '', rest = ''] = drop.split('-- Then as');
    await rawOwner.query(owners);
    await summa.query(rest.slice(rest.indexOf('drop')));
    await writer.query(insertOn(6, '2024-01-03'));
  });
});
