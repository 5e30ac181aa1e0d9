import type pg from 'pg';
import { readEnvironment } from '#lib/environment.ts';
import { warehousePool } from '#lib/warehouse/connect.ts';

/** The warehouse for a page of Admin: read as any page reads, written by what an admin decides. */
export function adminWarehouse(): { read: pg.Pool; write: pg.Pool; schema: string } {
  const { warehouseUrl, warehouseReadUrl, schema } = readEnvironment();
  return { read: warehousePool('pages', warehouseReadUrl), write: warehousePool('jobs', warehouseUrl), schema };
}
