import type pg from 'pg';
import type { StoredRelation } from '#lib/compile/stored.ts';
import { postgresRows } from '../../testing/cells.ts';
import type { TestMariadb } from './test-mariadb.ts';

/** Makes a relation of a PostgreSQL in a MariaDB, with the same rows. */
export async function copyRelation(pool: pg.Pool, mariadb: TestMariadb, relation: StoredRelation): Promise<void> {
  await mariadb.keep('summa', relation, async (table, columns) => {
    const texts = columns.map((name) => `"${name}"::text`).join(', ');
    return await postgresRows(pool, { sql: `select ${texts} from summa."${table}"`, parameters: [] });
  });
}
