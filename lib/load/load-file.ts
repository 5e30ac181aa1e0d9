import { randomBytes } from 'node:crypto';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { chooseColumns, logColumns } from '#lib/load/choose-columns.ts';
import { CopyRows } from '#lib/load/copy-rows.ts';
import { openCsv } from '#lib/load/csv-file.ts';
import { fileKind } from '#lib/load/open-file.ts';
import { openParquet } from '#lib/load/parquet-file.ts';
import { progressLine, timed } from '#lib/load/progress.ts';
import { type RejectedRow, RejectedRows } from '#lib/load/rejected-rows.ts';
import type { FileColumn, Progress, SourceFile } from '#lib/load/source-file.ts';
import { parseTarget, type Target } from '#lib/load/target.ts';
import { createTable, ensureSchema, existingColumns, replaceTable } from '#lib/load/target-table.ts';
import { PersonError } from '#lib/problem.ts';
import { connectionOf } from '#lib/server/connection.ts';

export type LoadOptions = {
  path: string;
  /** `schema.table`. */
  table: string;
  /** The warehouse, as a role that may create tables. */
  url: string;
  /** Types by column name, as the file or as the table has it. */
  overrides?: Record<string, string>;
  /** What to do when the table exists; without one that is refused. */
  mode?: 'create' | 'replace' | 'append';
  delimiter?: string;
  /** Texts that mean NULL besides an empty field. */
  nulls?: string[];
  /** The zone of times without one, in a column loaded as timestamptz. */
  zone?: string;
  /** Schemas that belong to Summa. */
  reserved?: string[];
  /** Where rejected rows are written when the input's folder is read-only. */
  home?: string;
  log?: (line: string) => void;
};

export type LoadResult = {
  table: string;
  read: number;
  rows: number;
  rejected: number;
  blank: number;
  columns: { source: string; name: string; type: string }[];
  /** The first twenty. */
  firstRejected: RejectedRow[];
  rejectedFile: string | null;
  milliseconds: number;
};

/**
 * Loads a file into a table of the warehouse, in one transaction: after an error or a kill nothing is left behind.
 * Every row read is either loaded or rejected with a reason.
 */
export async function loadFile(options: LoadOptions): Promise<LoadResult> {
  const { path, log = () => {}, mode = 'create', home = '.summa' } = options;
  const started = performance.now();
  const target = parseTarget(options.table, options.reserved ?? ['summa', 'summa_control']);
  const file = await fileKind(path);
  const source =
    file.kind === 'parquet'
      ? await openParquet(path)
      : await openCsv({ path, file, delimiter: options.delimiter, nulls: options.nulls ?? [] });
  log(`${path}: ${source.says}, ${file.size.toLocaleString('en')} bytes`);
  const client = new pg.Client(connectionOf(options.url));
  await client.connect();
  // A lost connection is reported by the statement that needed it.
  client.on('error', () => {});
  const rejected = new RejectedRows(path, home);
  try {
    const existing = await existingColumns(client, target);
    if (existing && mode === 'create') throw tableExists(target);
    const columns = await chooseColumns(source, mode === 'append' ? existing : null, options);
    logColumns(columns, log);
    await client.query('begin');
    await setSession(client, options.zone ?? 'UTC');
    // Two loads of one table run one after the other.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`summa load ${target.sql}`]);
    const now = await existingColumns(client, target);
    if (now && mode === 'create') throw tableExists(target);
    await ensureSchema(client, target);
    const fresh = !(now && mode === 'append');
    const into =
      fresh && now
        ? `${pg.escapeIdentifier(target.schema)}.${pg.escapeIdentifier(`load_${randomBytes(8).toString('hex')}`)}`
        : target.sql;
    if (fresh) await createTable(client, into, columns);
    const progress = await copyRows(client, source, { into, fresh, columns, rejected, log });
    const rows = progress.read - rejected.count;
    if (rows === 0 && rejected.count > 0) throw allRejected(path, rejected);
    if (into !== target.sql) await replaceTable(client, into, target, log);
    await client.query(`analyze ${target.sql}`);
    await client.query('commit');
    rejected.close();
    return {
      table: `${target.schema}.${target.table}`,
      read: progress.read,
      rows,
      rejected: rejected.count,
      blank: progress.blank,
      columns: columns.map(({ source: from, name, type }) => ({ source: from, name, type: type.sql })),
      firstRejected: rejected.first,
      rejectedFile: rejected.path,
      milliseconds: performance.now() - started,
    };
  } finally {
    rejected.close();
    // Closing the connection rolls back what was not committed.
    await client.end();
  }
}

/** How the server is to read times; what fits a type here must mean the same there. */
async function setSession(client: pg.ClientBase, zone: string): Promise<void> {
  const known = await client.query('select from pg_timezone_names where name = $1', [zone]);
  if (known.rowCount === 0) {
    throw new PersonError({
      found: `PostgreSQL knows no time zone "${zone}".`,
      expected: 'Expected a name such as Asia/Seoul or UTC.',
      todo: 'Correct --zone.',
    });
  }
  await client.query(`select set_config('timezone', $1, true), set_config('datestyle', 'ISO, YMD', true)`, [zone]);
}

function tableExists(target: Target): PersonError {
  return new PersonError({
    found: `The table ${target.schema}.${target.table} exists already.`,
    expected: 'Expected a name that is free.',
    todo: 'Give --append to add the rows, --replace to put the file in its place, or another name.',
    status: 409,
  });
}

function allRejected(path: string, rejected: RejectedRows): PersonError {
  rejected.close();
  const first = rejected.first[0];
  const where = first
    ? ` The first: line ${first.line}${first.column ? `, ${first.column}` : ''} ${first.reason}.`
    : '';
  return new PersonError({
    found: `All ${rejected.count.toLocaleString('en')} rows of ${path} were rejected, so nothing was loaded.${where}`,
    expected: 'Expected at least one row that fits.',
    todo: `Look at ${rejected.path}, then correct the file or the types.`,
  });
}

type Copy = {
  into: string;
  fresh: boolean;
  columns: FileColumn[];
  rejected: RejectedRows;
  log: (line: string) => void;
};

async function copyRows(client: pg.ClientBase, source: SourceFile, load: Copy): Promise<Progress> {
  const list = load.columns.map((column) => pg.escapeIdentifier(column.name)).join(', ');
  // FREEZE is for a table made in this transaction: its first reader then has no hint bits to write.
  const copy = client.query(copyFrom(`copy ${load.into} (${list}) from stdin${load.fresh ? ' with (freeze)' : ''}`));
  const done = finished(copy);
  done.catch(() => {}); // Awaited below; a failure while a piece is being read must not be an unhandled one.
  const rows = new CopyRows();
  const report = timed((progress, seconds) =>
    load.log(progressLine('loading', progress, seconds, load.rejected.count)),
  );
  try {
    const progress = await source.read(load.columns, {
      rows,
      rejected: load.rejected,
      pause: async (at) => {
        report(at);
        await rows.flush(copy, done);
      },
    });
    copy.end();
    await done;
    return progress;
  } catch (error) {
    copy.destroy();
    throw error;
  }
}
