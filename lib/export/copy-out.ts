import type { Readable } from 'node:stream';
import type { RawBuilder } from 'kysely';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { isUnreachable } from '#lib/auth/report.ts';
import { PersonError } from '#lib/problem.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { compileForCopy, settingName } from './copy-compiler.ts';

/** Rows on their way out of the warehouse. */
export type CopyOut = {
  /** CSV with a header. It ends only after everything was read. */
  stream: Readable;
  /** Frees the connection and the server's work at once; harmless when all is over. */
  abort(reason: Error): void;
};

type Effects = {
  /** A pool whose connections may cancel the export's statement. */
  cancelBy: pg.Pool;
  /** Asked in the snapshot the rows come from; throws when they must not be sent. */
  permit: (db: Queryable) => Promise<void>;
};

/** Starts `COPY (query) TO STDOUT` in a read-only transaction of its own, whose one snapshot nothing changes. */
export async function copyOut(
  pool: pg.Pool,
  query: RawBuilder<unknown>,
  { cancelBy, permit }: Effects,
): Promise<CopyOut> {
  const { sql, parameters } = compileForCopy(query);
  const client = await connected(pool);
  let over = false;
  const release = (broken: boolean) => {
    if (over) return;
    over = true;
    client.release(broken);
  };
  try {
    await client.query('begin isolation level repeatable read, read only');
    await permit(client);
    if (parameters.length > 0) {
      const names = parameters.map((_, at) => `set_config('${settingName(at + 1)}', $${at + 1}, true)`);
      await client.query(`select ${names.join(', ')}`, [...parameters]);
    }
  } catch (error) {
    release(true);
    throw error;
  }
  const stream = client.query(copyTo(`copy (${sql}) to stdout (format csv, header)`));
  stream.once('end', () => {
    client.query('commit').then(
      () => release(false),
      () => release(true),
    );
  });
  stream.once('error', () => release(true));
  return {
    stream,
    abort(reason) {
      if (over) return;
      // The cancel ends a sort that has sent nothing yet; closing the socket ends a send that nobody reads.
      const { processID } = client as unknown as { processID: number };
      cancelBy.query('select pg_cancel_backend($1)', [processID]).catch(() => {});
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      release(true);
      stream.destroy(reason);
    },
  };
}

async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    if (!isUnreachable(cause)) throw cause;
    throw new PersonError(
      {
        found: 'Too many exports are running, or the warehouse cannot be reached.',
        expected: '',
        todo: 'Try again in a minute.',
        status: 503,
      },
      { cause },
    );
  }
}
