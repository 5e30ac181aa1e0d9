import type pg from 'pg';
import { readEnvironment } from '#lib/environment.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';

/** Where pages and exports read. */
export type ReadWarehouse = { pages: pg.Pool; exports: pg.Pool; schema: string };

/** The warehouse the environment names, by its read-only role. */
export function readWarehouse(): ReadWarehouse {
  const { warehouseReadUrl, schema } = readEnvironment();
  return {
    pages: warehousePool('pages', warehouseReadUrl),
    exports: warehousePool('exports', warehouseReadUrl),
    schema,
  };
}
