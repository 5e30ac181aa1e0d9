import pg from 'pg';
import { loadFlights } from '#lib/demo/flights.ts';
import { generateShop } from '#lib/demo/shop.ts';

export type LoadDemoOptions = {
  /** The warehouse, as a role that may create schemas. */
  url: string;
  /** The shop's last minute. */
  now: Date;
  log: (line: string) => void;
  /** 1 is 250,000 orders; tests take less. */
  scale?: number;
};

/** Written in the comment of the last thing that is made, in its transaction: what carries it is whole. */
const marker = 'Summa demo data, version 1';

/**
 * Loads the demo data once: three million real flights and a store that does not exist.
 *
 * Each half is one transaction that ends with its marker, so a half that was interrupted leaves nothing and is loaded
 * again. Both run at the same time on two connections: one is busy decoding here, the other inside PostgreSQL.
 */
export async function loadDemo(options: LoadDemoOptions): Promise<{ loaded: boolean }> {
  const pool = new pg.Pool({ connectionString: options.url, max: 2 });
  try {
    const { url: _, log, ...shop } = options;
    const missing = await missingHalves(pool);
    if (missing.length === 0) return { loaded: false };
    const started = performance.now();
    const halves: Record<Half, (client: pg.ClientBase) => Promise<unknown>> = {
      flights: (client) => loadFlights(client, log),
      shop: (client) => generateShop(client, { ...shop, log }),
    };
    const ends = await Promise.allSettled(missing.map((half) => loadHalf(pool, half, halves[half])));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    await checkpoint(pool);
    log(`demo data loaded in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return { loaded: true };
  } finally {
    await pool.end();
  }
}

type Half = 'flights' | 'shop';

async function missingHalves(pool: pg.Pool): Promise<Half[]> {
  const { rows } = await pool.query<{ half: Half }>(
    `select half from unnest(array['flights', 'shop']) as half
     where not exists (
       select from pg_namespace n join pg_class c on c.relnamespace = n.oid and c.relname = 'demo_marker'
       where n.nspname = half and obj_description(c.oid, 'pg_class') = $1)`,
    [marker],
  );
  return rows.map((row) => row.half);
}

async function loadHalf(pool: pg.Pool, half: Half, load: (client: pg.ClientBase) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query('begin');
    // Two processes may start at once; the second waits here and then finds the marker.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('summa demo ' || $1, 0))`, [half]);
    const again = await client.query(`select from pg_class where oid = to_regclass($1)`, [`${half}.demo_marker`]);
    if (again.rowCount === 0) {
      await refuseForeignTables(client, half);
      await load(client);
      await client.query(`create table ${half}.demo_marker (loaded_at timestamptz not null default now())`);
      await client.query(`insert into ${half}.demo_marker default values`);
      await client.query(`comment on table ${half}.demo_marker is '${marker}'`);
    }
    await client.query('commit');
    failed = false;
  } finally {
    // A connection that failed in the middle of COPY is not worth saving; closing it rolls back.
    client.release(failed);
  }
}

/** A schema of that name with tables in it is somebody's; demo data is never mixed into it. */
async function refuseForeignTables(client: pg.ClientBase, half: Half): Promise<void> {
  const { rows } = await client.query<{ relname: string }>(
    `select relname from pg_class where relnamespace = to_regnamespace($1) and relkind in ('r', 'p', 'v', 'm') limit 1`,
    [half],
  );
  const first = rows[0];
  if (!first) return;
  throw new Error(
    `The demo data needs an empty schema "${half}", but it holds "${first.relname}". Rename that schema, or drop it if it is left from older demo data.`,
  );
}

/** Bulk loading leaves up to a gigabyte to redo after a crash; a checkpoint is only a superuser's or pg_checkpoint's to ask for. */
async function checkpoint(pool: pg.Pool): Promise<void> {
  try {
    await pool.query('checkpoint');
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501') return;
    throw error;
  }
}
