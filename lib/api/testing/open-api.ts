import assert from 'node:assert/strict';
import { errorBody } from '#lib/api/openapi.ts';
import { always, type Operation } from '#lib/api/operation.ts';
import { operations } from '#lib/api/operations.ts';
import { addPerson } from '#lib/auth/people.ts';
import { createToken } from '#lib/auth/tokens.ts';
import { type Role, roles } from '#lib/auth/viewer.ts';
import { type TestDatabase, testDatabase } from '#lib/server/test-database.ts';
import { type ControlStore, closeControlStore, controlStore } from '#lib/store/connect.ts';
import { migrateControlStore } from '#lib/store/migrate.ts';
import { closeWarehousePools } from '#lib/warehouse/connect.ts';
import { migrateWarehouse } from '#lib/warehouse/migrate.ts';

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

export type Sent = {
  role?: Role;
  params?: Record<string, string>;
  /** Sent as JSON; a text is sent as it is. */
  body?: unknown;
  key?: string;
  signal?: AbortSignal;
};

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

export type OpenApi = TestDatabase & {
  store: ControlStore;
  /** Calls a route's handler as a program with a token of that role does. */
  call: (handler: Handler, method: 'GET' | 'POST', path: string, sent?: Sent) => Promise<Answer>;
};

/** Whether the document told of this status, and the body is as it said: nothing else, and nothing less. */
function assertDocumented(method: string, path: string, { status, body }: Answer): void {
  const asked = `${method} ${new URL(path, 'http://localhost').pathname}`;
  const documented = Object.entries<Operation>(operations);
  const matches = (name: string) => new RegExp(`^${name.replaceAll(/\[\w+\]/g, '[^/]+')}$`).test(asked);
  const operation = documented.find(([name]) => name === asked)?.[1] ?? documented.find(([name]) => matches(name))?.[1];
  assert.ok(operation, `${asked} is not documented`);
  const refused: number[] = [...operation.refusals, ...always];
  assert.ok(operation.answers[status] || refused.includes(status), `${asked}: ${status} is not documented`);
  const schema = operation.answers[status]?.schema ?? errorBody;
  assert.deepEqual(schema.parse(body), body, asked);
}

/** Databases that the routes find by the environment, with the demo's definitions, and a token for each role. */
export async function openApi(): Promise<OpenApi> {
  const database = await testDatabase();
  Object.assign(process.env, {
    WAREHOUSE_URL: database.url,
    WAREHOUSE_READ_URL: database.readUrl,
    CONTROL_URL: database.controlUrl,
    SUMMA_DEMO: '1',
  });
  await migrateWarehouse(database.url, 'summa', database.readUrl);
  const store = controlStore(database.controlUrl);
  await migrateControlStore(store);
  const tokens = new Map<Role, string>();
  for (const role of roles) {
    const email = `${role}@example.com`;
    await addPerson(store, 'test', { email, name: role, role, password: 'correct horse battery' });
    tokens.set(role, await createToken(store, 'test', { email, name: 'test' }));
  }
  return {
    ...database,
    store,
    call: async (handler, method, path, { role, params = {}, body, key, signal } = {}) => {
      const headers = new Headers({ origin: 'http://localhost:3000' });
      if (role) headers.set('authorization', `Bearer ${tokens.get(role)}`);
      if (key !== undefined) headers.set('idempotency-key', key);
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const request = new Request(`http://localhost:3000${path}`, { method, headers, body: text, signal });
      const response = await handler(request, { params: Promise.resolve(params) });
      const answer = { status: response.status, headers: response.headers, body: await response.json() };
      assertDocumented(method, path, answer);
      return answer;
    },
    drop: async () => {
      await closeWarehousePools();
      await closeControlStore(database.controlUrl);
      await database.drop();
    },
  };
}

export const errorOf = ({ body }: Answer): { code: string; message: string } =>
  body.error as { code: string; message: string };
