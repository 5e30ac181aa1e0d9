import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Generation, StoredColumn } from '#lib/compile/stored.ts';
import { engineDialect } from './engine-dialect.ts';
import { readableGenerations } from './generation.ts';
import { inSchema, literal, quoted } from './name.ts';
import { currentView } from './redshift/view.ts';

/**
 * The view of a summary for SQL users: plain columns, ratios included. It shows what is served now, or after
 * `set summa.epoch = '412'` what was served then, from whichever generation held it. An epoch whose rows are cleared away is an error.
 */
export function viewQuery(schema: string, generations: readonly Generation[], since = 0): string {
  const served = generations.at(-1);
  const rows = served && rowsOf(served);
  if (!served || !rows) throw new Error('A view needs a published generation.');
  const branches = generations.flatMap((generation) => branch(schema, generation, rows.columns));
  const ratios = served.ratios.map(({ name, numerator, denominator, scale }) => {
    const value = `cast(${quoted(numerator)} as numeric) / nullif(cast(${quoted(denominator)} as numeric), 0)`;
    return `${scale === null ? value : `round(${value}, ${scale})`} as ${quoted(name)}`;
  });
  const columns = [...rows.columns.map((column) => quoted(column.name)), ...ratios].join(', ');
  // Looked up here, in the snapshot of the rows, and with the rights of the view's owner. A snapshot from before the horizon
  // moved does not know of it, while what is left of this view is what it is now: so that is asked as well.
  const oldest = `(select h.epoch from ${inSchema(schema, '_horizon')} h where h.summary = ${literal(served.summary)})`;
  const readable =
    `case when ${asked} is null then true ` +
    `else ${quoted(schema)}._readable(${literal(served.summary)}, ${epoch}, greatest(${oldest}, ${since})) end`;
  return `select ${columns} from (${branches.join('\nunion all\n')}) as at_epoch where ${readable}`;
}

const asked = `nullif(current_setting('summa.epoch', true), '')`;
const epoch = `cast(${asked} as bigint)`;

/** One generation's rows. The conditions on the epoch alone are settled once per query, before any row is read. */
function branch(schema: string, generation: Generation, wanted: readonly StoredColumn[]): string[] {
  const rows = rowsOf(generation);
  if (!rows) return [];
  const have = new Map(rows.columns.map((column) => [column.name, column.sqlType]));
  const columns = wanted
    .map(({ name, sqlType }) => {
      const collate = sqlType === 'text' ? ' collate "C"' : '';
      if (!have.has(name)) return `cast(null as ${sqlType})${collate} as ${quoted(name)}`;
      return have.get(name) === sqlType
        ? quoted(name)
        : `cast(${quoted(name)} as ${sqlType})${collate} as ${quoted(name)}`;
    })
    .join(', ');
  const from = generation.fromEpoch ?? 0;
  const current = inSchema(schema, rows.current);
  const closed = inSchema(schema, rows.closed);
  // The served generation's end is looked up: until this view is replaced after the next switch, it must not show its
  // last rows under an epoch that belongs to its successor.
  const until =
    generation.toEpoch === null
      ? `coalesce((select g.to_epoch from ${inSchema(schema, '_generation')} g where g.id = ${generation.id}), 9223372036854775807)`
      : String(generation.toEpoch);
  const then = `${asked} is not null and ${epoch} >= ${from} and ${epoch} < ${until}`;
  const now = generation.toEpoch === null ? [`select ${columns} from ${current} where ${asked} is null`] : [];
  return [
    ...now,
    `select ${columns} from ${current} where ${then} and _from <= ${epoch}`,
    `select ${columns} from ${closed} where ${then} and _from <= ${epoch} and _to > ${epoch}`,
  ];
}

function rowsOf(generation: Generation) {
  return generation.relations.find((relation) => relation.name === 'rows');
}

/**
 * Replaces a summary's view when its generations have changed. It never waits for a reader longer than 50 ms at a time,
 * for everybody who comes later would queue behind it, and never drops what others made on top of the view. Returns false
 * when it could not be replaced; the next run tries again.
 */
export async function replaceView(
  client: pg.ClientBase,
  schema: string,
  summary: string,
  say: (line: string) => Promise<void> = async () => {},
): Promise<boolean> {
  const { generations, since } = await readableGenerations(client, schema, summary);
  const query =
    engineDialect(client).name === 'redshift'
      ? currentView(schema, generations)
      : viewQuery(schema, generations, since);
  const mark = `summa ${createHash('sha256').update(query).digest('hex')}`;
  const view = inSchema(schema, summary);
  const { rows } = await client.query<{ mark: string }>(
    `select d.description as mark
       from pg_description d join pg_class c on c.oid = d.objoid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2 and d.objsubid = 0`,
    [schema, summary],
  );
  if (rows[0]?.mark === mark) return true;
  for (let attempt = 1; attempt <= 40; attempt++) {
    const result = await replaceOnce(client, view, query, mark);
    if (result === 'done') return true;
    if (result !== 'busy') {
      await say(
        `The view ${schema}.${summary} could not be replaced: ${result}. The tables are right; dashboards read those.`,
      );
      return false;
    }
    await sleep(50 + 10 * attempt);
  }
  await say(`The view ${schema}.${summary} is in use and was not replaced; the next refresh tries again.`);
  return false;
}

async function replaceOnce(client: pg.ClientBase, view: string, query: string, mark: string): Promise<string> {
  let result = await inLockTimeout(client, [`create or replace view ${view} as ${query}`], view, mark);
  // Columns that changed in number, order or type need a new view; it fails where others built on it, never cascades.
  if (result === '42P16') {
    result = await inLockTimeout(client, [`drop view ${view}`, `create view ${view} as ${query}`], view, mark);
  }
  return result === '55P03' ? 'busy' : result;
}

async function inLockTimeout(client: pg.ClientBase, statements: string[], view: string, mark: string): Promise<string> {
  await client.query('begin');
  try {
    if (engineDialect(client).lockTimeouts) await client.query(`set local lock_timeout = '50ms'`);
    for (const statement of statements) await client.query(statement);
    await client.query(`comment on view ${view} is ${literal(mark)}`);
    await client.query('commit');
    return 'done';
  } catch (error) {
    await client.query('rollback');
    const { code } = error as { code?: string };
    if (code === '42P16' || code === '55P03') return code;
    return error instanceof Error ? error.message : String(error);
  }
}
