import type { Viewer } from '#lib/auth/viewer.ts';
import type { Registry } from '#lib/definition/registry.ts';
import type { Load } from './execution/load.ts';
import type { Pinned } from './pinned.ts';
import type { ReadWarehouse } from './read-warehouse.ts';

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
