import type { Viewer } from '#lib/auth/viewer.ts';
import type { Pinned } from '#lib/dashboard/pinned.ts';
import type { ReadWarehouse } from '#lib/dashboard/warehouse.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { Load } from './execution/load.ts';

/** Who asks, of which moment of which warehouse. */
export type Asker = {
  registry: Registry;
  viewer: Viewer;
  pinned: Pinned;
  warehouse: ReadWarehouse;
  load: Load;
  /** From when ranges that go until now are counted; left out, now. */
  now?: Date;
};
