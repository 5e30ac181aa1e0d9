import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addPerson } from '#lib/auth/people.ts';
import { createToken } from '#lib/auth/tokens.ts';
import type { Role } from '#lib/auth/viewer.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

let database: TestDatabase;
const handlers: Record<string, Handler> = {};
const tokens: Partial<Record<Role, string>> = {};

before(async () => {
  database = await testDatabase();
  Object.assign(process.env, {
    WAREHOUSE_URL: database.url,
    WAREHOUSE_READ_URL: database.readUrl,
    CONTROL_URL: database.controlUrl,
    SUMMA_DEMO: '1',
  });
  await migrateWarehouse(database.url, 'summa', database.readUrl);
  const store = controlStore(database.controlUrl);
  await migrateControlStore(store);
  for (const role of ['analyst', 'scientist'] as const) {
    const email = `${role}@example.com`;
    await addPerson(store, 'test', { email, name: role, role, password: 'correct horse battery' });
    tokens[role] = await createToken(store, 'test', { email, name: 'test' });
  }
  // The registry reads SUMMA_DEMO when it is loaded.
  handlers.tile = (await import('./tile/route.ts')).GET;
  handlers.summary = (await import('./summaries/[summary]/route.ts')).GET;
  handlers.epoch = (await import('#app/api/epoch/route.ts')).GET;
});
after(async () => {
  await closeWarehousePools();
  await closeControlStore(database.controlUrl);
  await database.drop();
});

async function get(path: string, role?: Role): Promise<{ status: number; body: { error?: { message: string } } }> {
  const [, folder = '', kind = '', summary] = new URL(path, 'http://localhost').pathname.split('/');
  const handler = handlers[folder === 'api' ? 'epoch' : kind === 'tile' ? 'tile' : 'summary'];
  const headers = role ? { authorization: `Bearer ${tokens[role]}` } : undefined;
  const request = new Request(`http://localhost${path}`, { headers });
  const response = await handler?.(request, { params: Promise.resolve({ summary }) });
  assert.ok(response);
  assert.equal(response.headers.get('cache-control'), 'private, no-store');
  return { status: response.status, body: await response.json() };
}

describe('export routes', () => {
  const cases: [string, Role | undefined, number][] = [
    ['/exports/tile?dashboard=us-flights&tile=t1', undefined, 401],
    ['/exports/summaries/daily_flights', undefined, 401],
    ['/exports/summaries/daily_flights', 'analyst', 403],
    ['/exports/summaries/daily_flights', 'scientist', 409],
    ['/exports/summaries/nothing', 'scientist', 404],
    ['/exports/summaries/daily_flights?epoch=x', 'scientist', 422],
    ['/exports/summaries/daily_flights?limit=5', 'scientist', 400],
    ['/exports/tile?dashboard=us-flights&tile=t1', 'analyst', 409],
    ['/exports/tile?dashboard=us-flights', 'analyst', 400],
    ['/exports/tile?dashboard=nothing&tile=t1', 'analyst', 404],
    ['/exports/tile?dashboard=us-flights&tile=t99', 'analyst', 404],
    ['/exports/tile?dashboard=us-flights&tile=t1&period=yesterday', 'analyst', 400],
    ['/exports/tile?dashboard=us-flights&tile=t1&period=all&period=all', 'analyst', 400],
    ['/exports/tile?dashboard=us-flights&tile=t1&epoch=7', 'analyst', 422],
  ];
  for (const [path, role, status] of cases) {
    it(`answers ${status} to ${role ?? 'nobody'} at ${path}`, async () => {
      const answer = await get(path, role);
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      assert.ok(answer.body.error?.message);
      assert.doesNotMatch(answer.body.error.message, /select|summa\._|reference/);
    });
  }
  it('tell the newest epoch', async () => {
    const { status, body } = await get('/api/epoch', 'analyst');
    assert.equal(status, 200);
    assert.equal((body as { epoch?: number }).epoch, 0);
  });
});
