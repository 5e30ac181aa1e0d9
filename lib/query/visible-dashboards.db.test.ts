import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Role, Viewer } from '#lib/auth/viewer.ts';
import { dailySales } from '#lib/compile/tile-fixture.ts';
import { listDashboards } from '#lib/dashboard/home.ts';
import { loadDashboard } from '#lib/dashboard/load.ts';
import { admin, type Shop, testShop } from '#lib/dashboard/test-shop.ts';
import { defineDashboard } from '#lib/definition/dashboard.ts';
import { defineRegistry } from '#lib/definition/registry.ts';
import { number } from '#lib/definition/tiles.ts';
import { exportTile } from '#lib/export/tile-export.ts';
import { PersonError } from '#lib/problem.ts';

const tiles = [number('Orders', dailySales.orders)];
const registry = defineRegistry({
  summaries: [dailySales],
  dashboards: [
    defineDashboard({ name: 'open', title: 'Open', tiles }),
    defineDashboard({ name: 'money', title: 'Money', visibleTo: ['finance'], tiles }),
  ],
});

/** Every way a dashboard reaches a person: the page and its action, the file of a tile, the list on the home page. */
const ways = (shop: Shop, viewer: Viewer) => ({
  page: (dashboard: string) => loadDashboard({ registry, dashboard, filters: {}, epoch: null, viewer, ...shop }),
  file: (dashboard: string) =>
    exportTile({ registry, dashboard, tile: 't1', filters: {}, epoch: null, viewer, ...shop }),
  oldFile: (dashboard: string) =>
    exportTile({ registry, dashboard, tile: 't1', filters: {}, epoch: '1', viewer, ...shop }),
});
const person = (role: Role, ...groups: string[]): Viewer => ({ ...admin, role, groups });

describe('a dashboard for a group', () => {
  const closing: (() => Promise<void>)[] = [];
  let shop: Shop;
  before(async () => {
    shop = await testShop({ after: (fn) => closing.push(fn) });
  });
  after(async () => {
    for (const close of closing) await close();
  });

  it('does not exist for others: every way in answers as for an unknown one', async () => {
    const refused = (promise: Promise<unknown>) =>
      promise.then(
        () => assert.fail('it was shown'),
        (error: unknown) => {
          assert.ok(error instanceof PersonError);
          assert.equal(error.status, 404);
          return error.message.replaceAll(/money|nothing/g, '…');
        },
      );
    for (const viewer of [person('analyst'), person('scientist', 'sales')]) {
      for (const open of Object.values(ways(shop, viewer))) {
        assert.equal(await refused(open('money')), await refused(open('nothing')));
        await open('open');
      }
      const listed = await listDashboards(registry, viewer, shop.warehouse);
      assert.deepEqual(
        listed.map((dashboard) => dashboard.name),
        ['open'],
      );
    }
  });

  it('is there for the group and for admins', async () => {
    for (const viewer of [person('analyst', 'finance'), person('admin')]) {
      for (const open of Object.values(ways(shop, viewer))) await open('money');
      assert.equal((await listDashboards(registry, viewer, shop.warehouse)).length, 2);
    }
  });
});
