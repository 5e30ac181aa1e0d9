import { createHash } from 'node:crypto';
import type { SourceDefinition } from '#lib/definition/source.ts';
import { baseType } from '#lib/definition/sql-type.ts';
import { inSchema, literal, quoted } from '#lib/warehouse/name.ts';

/** What a time of no moment is logged as: its row lies in no partition. */
const noTime = '-infinity';

/**
 * The four triggers of a captured table. `type` is `pg_trigger.tgtype`: after, for each statement, and the event. ENABLE
 * ALWAYS, because a loader that sets `session_replication_role = replica` would pass by any other trigger.
 */
export const captureTriggers = [
  { name: 'summa_insert', event: 'insert', type: 4, tables: 'referencing new table as new_rows' },
  {
    name: 'summa_update',
    event: 'update',
    type: 16,
    tables: 'referencing old table as old_rows new table as new_rows',
  },
  { name: 'summa_delete', event: 'delete', type: 8, tables: 'referencing old table as old_rows' },
  { name: 'summa_truncate', event: 'truncate', type: 32, tables: '' },
] as const;

/** The name of the function that logs the changes of a source. */
export function captureFunction(source: SourceDefinition): string {
  const name = `_capture_${source.name}`;
  if (Buffer.byteLength(name) <= 63) return name;
  return `_capture_${createHash('sha256').update(source.name).digest('hex').slice(0, 32)}`;
}

/** Its body, as `pg_proc.prosrc` keeps it. Names are written out in full, so nothing of the writer's session changes them. */
export function captureBody(schema: string, source: SourceDefinition): string {
  const change = inSchema(schema, '_change');
  const name = literal(source.name);
  const hour = hourOf(source);
  // A statement that touches no row logs nothing, and UNION leaves every hour once.
  const log = (...tables: string[]) =>
    hour === null
      ? `insert into ${change} (source) select ${name} where exists (select from ${tables[0]});`
      : `insert into ${change} (source, hour) ${tables.map((table) => `select ${name}, ${hour} from ${table}`).join(' union ')}${tables.length === 1 ? ' group by 1, 2' : ''};`;
  return `
begin
  if tg_op = 'INSERT' then
    ${log('new_rows')}
  elsif tg_op = 'UPDATE' then
    ${log('old_rows', 'new_rows')}
  elsif tg_op = 'DELETE' then
    ${log('old_rows')}
  else
    insert into ${change} (source) values (${name});
  end if;
  return null;
end
`;
}

/** The hour a row belongs to: of UTC, or as it stands where the time has no zone. */
function hourOf({ late, columns }: SourceDefinition): string | null {
  if (late.tier !== 'exact' || late.column === null) return null;
  const column = quoted(late.column);
  const type = columns[late.column];
  const local =
    type && baseType(type) === 'timestamptz' ? `${column} at time zone 'UTC'` : `cast(${column} as timestamp)`;
  return `coalesce(date_trunc('hour', ${local}), timestamp '${noTime}')`;
}

export type CaptureRoles = {
  /** The role of WAREHOUSE_URL, which owns Summa's schema. */
  summa: string;
  /** The role that owns the raw table. */
  owner: string;
};

/** What sets capture up, by who has to run it. `tables` are the raw table and its partitions, as SQL names. */
export function captureStatements(
  schema: string,
  source: SourceDefinition,
  roles: CaptureRoles,
  tables: readonly string[],
): { summa: string[]; owner: string[] } {
  const call = inSchema(schema, captureFunction(source));
  const apart = roles.owner !== roles.summa;
  return {
    summa: [
      `create or replace function ${call}() returns trigger language plpgsql
  security definer set search_path = pg_catalog, pg_temp as $summa$${captureBody(schema, source)}$summa$;`,
      `revoke all on function ${call}() from public;`,
      ...(apart
        ? [
            `grant usage on schema ${quoted(schema)} to ${quoted(roles.owner)};`,
            `grant execute on function ${call}() to ${quoted(roles.owner)};`,
          ]
        : []),
    ],
    owner: [
      'begin;',
      ...tables.flatMap((table) =>
        captureTriggers.flatMap(({ name, event, tables: transition }) => [
          `drop trigger if exists ${name} on ${table};`,
          `create trigger ${name} after ${event} on ${table} ${transition} for each statement execute function ${call}();`.replace(
            / {2,}/g,
            ' ',
          ),
          `alter table ${table} enable always trigger ${name};`,
        ]),
      ),
      'commit;',
    ],
  };
}

/** What removes it. The triggers go first: without their function every write would fail. */
export function dropStatements(
  schema: string,
  source: SourceDefinition,
  tables: readonly string[],
): { summa: string[]; owner: string[] } {
  return {
    owner: tables.flatMap((table) => captureTriggers.map(({ name }) => `drop trigger if exists ${name} on ${table};`)),
    summa: [`drop function if exists ${inSchema(schema, captureFunction(source))}();`],
  };
}
