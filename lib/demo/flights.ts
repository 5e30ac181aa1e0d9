import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { asyncBufferFromFile, parquetMetadataAsync, parquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BinaryRows } from '#lib/load/binary-rows.ts';

/** Whom the flights are from; the file's own metadata names no licence, so a page that shows them must show this. */
export const flightsAttribution = 'US Bureau of Transportation Statistics';

/** Where the packaged file is, wherever npm has put it. Its folder is not among the package's exports, its build is. */
function flightsFile(): string {
  const build = createRequire(import.meta.url).resolve('vega-datasets');
  return join(dirname(build), '..', 'data', 'flights-3m.parquet');
}

/** Microseconds between 1970-01-01 (Parquet) and 2000-01-01 (PostgreSQL's binary timestamps). */
const postgresEpoch = 946_684_800_000_000;

/** Only what is converted once per dictionary entry; the row loop then copies numbers and bytes. */
const parsers = {
  timestampFromMicroseconds: (micros: bigint) => Number(micros) - postgresEpoch,
  stringFromBytes: (bytes: Uint8Array) => bytes,
};

const createTable = `
create schema if not exists flights;
create table flights.flights (
  departed_at timestamp not null,
  delay integer not null,
  distance integer not null,
  origin text not null,
  destination text not null
);
comment on schema flights is 'Demo data: flights in the United States, January to June 2001. ${flightsAttribution}';
comment on table flights.flights is 'One scheduled flight, January to June 2001. ${flightsAttribution}';
comment on column flights.flights.departed_at is 'Scheduled departure, local time of the origin';
comment on column flights.flights.delay is 'Minutes of delay; negative is early';
comment on column flights.flights.distance is 'Miles';
comment on column flights.flights.origin is 'Airport code';
comment on column flights.flights.destination is 'Airport code'`;

/**
 * Loads three million real flights into `flights.flights`, inside the caller's transaction.
 *
 * Binary COPY, because the server then parses no timestamps, and FREEZE, because the table is made in the same
 * transaction: its first reader has no hint bits to write.
 */
export async function loadFlights(client: pg.ClientBase, log: (line: string) => void): Promise<number> {
  const file = await asyncBufferFromFile(flightsFile());
  const metadata = await parquetMetadataAsync(file);
  const scan = await parquetScan({ file, metadata, compressors, parsers, useOffsetIndex: false });
  await client.query(createTable);
  const copy = client.query(
    copyFrom(
      'copy flights.flights (departed_at, delay, distance, origin, destination) from stdin with (format binary, freeze)',
    ),
  );
  const done = finished(copy);
  done.catch(() => {}); // Awaited below; a failure while a chunk is being decoded must not be an unhandled one.
  const rows = new BinaryRows();
  let loaded = 0;
  try {
    for (const range of scan.ranges) {
      const column = (name: string) => scan.readColumn({ column: name, ...range });
      const at = (await column('date')) as number[];
      const delay = (await column('delay')) as BigInt64Array;
      const distance = (await column('distance')) as BigInt64Array;
      const origin = (await column('origin')) as Uint8Array[];
      const destination = (await column('destination')) as Uint8Array[];
      for (let i = 0; i < at.length; i++) {
        rows.startRow(5);
        rows.int64(at[i] as number);
        rows.int32(Number(delay[i]));
        rows.int32(Number(distance[i]));
        rows.bytes(origin[i] as Uint8Array);
        rows.bytes(destination[i] as Uint8Array);
      }
      loaded += at.length;
      await rows.flush(copy, done);
      log(`flights: ${loaded.toLocaleString('en')} of ${Number(metadata.num_rows).toLocaleString('en')} rows`);
    }
    rows.end();
    await rows.flush(copy, done);
    copy.end();
    await done;
  } catch (error) {
    copy.destroy();
    throw error;
  }
  // Rows lie in order of time, so a block range index of 57 kB reads a day in the same 5 ms as a btree of 25 MB.
  await client.query(
    'create index flights_departed_at on flights.flights using brin (departed_at) with (pages_per_range = 16)',
  );
  await client.query('analyze flights.flights');
  return loaded;
}
