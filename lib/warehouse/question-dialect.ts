import type pg from 'pg';
import type { Dialect } from './dialect.ts';
import { postgres } from './postgres/dialect.ts';
import { isOfRedshift } from './redshift/connection.ts';
import { redshift } from './redshift/dialect.ts';

/** What questions to a pool are written in: whoever opened it knew its URL. */
export function questionDialect(pool: pg.Pool): Dialect {
  return isOfRedshift(pool) ? redshift : postgres;
}
