import { createHash } from 'node:crypto';
import type { SourceDefinition } from '#lib/definition/source.ts';
import { baseType } from '#lib/definition/sql-type.ts';
import { english } from '#lib/i18n/languages.ts';
import { type Message, message, say } from '#lib/i18n/message.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { captureBody, captureFunction, captureTriggers } from './capture-sql.ts';

/** Whether the log of a source's changes is whole just now, as far as the warehouse's catalog tells. */
export type CaptureState = {
  state: 'exact' | 'broken' | 'not set up';
  /** Why it is not exact, in a sentence. */
  why: string | null;
  /** The same for whoever reads it in a browser. */
  said: Message | null;
  /** Another one means that changes may have passed by since the last look: another table, other triggers, another server. */
  fingerprint: string;
};

/** A raw table, or one of its partitions. */
type Table = { name: string; kind: string; persistence: string; replicated: boolean; triggers: Trigger[] | null };
type Trigger = { name: string; type: number; enabled: string; plain: boolean };
type Facts = {
  tables: Table[];
  column: string | null;
  body: string | null;
  safe: boolean | null;
  identity: string;
};

/** Looks at the table, the triggers and the function of an exact source. Only the catalog is read. */
export async function captureState(db: Queryable, schema: string, source: SourceDefinition): Promise<CaptureState> {
  if (engineDialect(db).name === 'redshift') {
    const said = message('tier.noTriggersHere', { table: source.table });
    return { state: 'broken', why: say(said, english), said, fingerprint: 'redshift' };
  }
  const facts = await readFacts(db, schema, source);
  const server = await systemIdentifier(db);
  const { state, said } = judge(schema, source, facts);
  const found = { state, why: said && say(said, english) };
  const digest = createHash('sha256')
    .update(JSON.stringify([facts.identity, found]))
    .digest('hex');
  return { ...found, said, fingerprint: `${server}:${digest}` };
}

/** The raw table and its partitions as SQL names, with who owns it. */
export async function capturedTables(
  db: Queryable,
  source: SourceDefinition,
): Promise<{ tables: string[]; owner: string } | null> {
  const { rows } = await db.query<{ name: string; owner: string }>(
    `${tree} select format('%I.%I', n.nspname, c.relname) as name, pg_get_userbyid(c.relowner)::text as owner
       from tree join pg_class c on c.oid = tree.oid join pg_namespace n on n.oid = c.relnamespace order by tree.depth, name`,
    [source.table],
  );
  return rows[0] ? { tables: rows.map((row) => row.name), owner: rows[0].owner } : null;
}

/** Every table whose triggers log the changes of a source, also one that was renamed or swapped since. */
export async function tablesWithTriggers(db: Queryable, schema: string, source: SourceDefinition): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select distinct format('%I.%I', tn.nspname, c.relname) as name
       from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_namespace pn on pn.oid = p.pronamespace
       join pg_class c on c.oid = t.tgrelid join pg_namespace tn on tn.oid = c.relnamespace
      where pn.nspname = $1 and p.proname = $2 order by 1`,
    [schema, captureFunction(source)],
  );
  return rows.map(({ name }) => name);
}

/** Found in the catalog, where any role may look, also one that may not enter the schema of the raw table. */
const tree = `with recursive named as (
    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = split_part($1, '.', 1) and c.relname = split_part($1, '.', 2) and c.relkind not in ('i', 'I', 'S', 'c', 't')),
  tree as (
    select oid, 0 as depth from named
    union all select i.inhrelid, tree.depth + 1 from pg_inherits i join tree on tree.oid = i.inhparent)`;

/**
 * `identity` names rows of the catalog by oid and by `xmin`, the transaction that wrote them: a trigger that was disabled and
 * enabled again is another row, as is a column that was given another type, which rewrites rows and fires nothing.
 */
async function readFacts(db: Queryable, schema: string, source: SourceDefinition): Promise<Facts> {
  const { rows } = await db.query<Facts>(
    `${tree},
     capture as (
       select p.oid, p.xmin::text as version, p.prosrc, p.prosecdef, p.proowner, p.proconfig
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = $2 and p.proname = $3),
     captured as (
       select tree.depth, c.oid, c.oid::regclass::text as name, c.relkind::text as kind, c.relpersistence::text as persistence,
              exists (select from pg_subscription_rel s where s.srrelid = c.oid) as replicated,
              (select json_agg(json_build_object('name', t.tgname, 'type', t.tgtype, 'enabled', t.tgenabled,
                        'plain', t.tgqual is null and cardinality(t.tgattr::int2[]) = 0) order by t.tgname)
                 from pg_trigger t join capture on capture.oid = t.tgfoid where t.tgrelid = c.oid) as triggers,
              (select string_agg(concat_ws('.', t.oid, t.xmin, t.tgenabled), ',' order by t.oid)
                 from pg_trigger t join capture on capture.oid = t.tgfoid where t.tgrelid = c.oid) as versions
         from tree join pg_class c on c.oid = tree.oid)
     select coalesce((select json_agg(json_build_object('name', name, 'kind', kind, 'persistence', persistence,
                'replicated', replicated, 'triggers', triggers) order by depth, name) from captured), '[]') as tables,
            (select format_type(atttypid, null) from pg_attribute
              where attrelid = (select oid from named) and attname = $4 and not attisdropped) as column,
            (select prosrc from capture) as body,
            (select prosecdef and proconfig = array['search_path=pg_catalog, pg_temp']
                and proowner = (select c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                 where n.nspname = $2 and c.relname = '_change') from capture) as safe,
            concat_ws(';',
              (select string_agg(concat_ws('.', oid, kind, persistence, replicated, versions), ',' order by oid) from captured),
              (select concat_ws('.', oid, version) from capture),
              (select string_agg(concat_ws('.', attname, attnum, atttypid, atttypmod, xmin), ',' order by attnum)
                 from pg_attribute where attrelid = (select oid from named) and attname = any($5::text[]))) as identity`,
    [source.table, schema, captureFunction(source), timeColumn(source), Object.keys(source.columns)],
  );
  return rows[0] ?? { tables: [], column: null, body: null, safe: null, identity: '' };
}

const timeColumn = ({ late }: SourceDefinition) => (late.tier === 'exact' ? late.column : null);

function judge(schema: string, source: SourceDefinition, facts: Facts): Pick<CaptureState, 'state' | 'said'> {
  const broken = (said: Message) => ({ state: 'broken' as const, said });
  const about = { table: source.table, source: source.name };
  const [table] = facts.tables;
  if (!table) return broken(message('tier.noTable', about));
  const odd = facts.tables.find(({ kind }) => kind !== 'r' && kind !== 'p');
  if (odd) return broken(message('tier.oddTable', { table: odd.name }));
  const unlogged = facts.tables.find(({ persistence }) => persistence !== 'p');
  if (unlogged) return broken(message('tier.unlogged', { table: unlogged.name }));
  const replicated = facts.tables.find((each) => each.replicated);
  if (replicated) return broken(message('tier.replicated', { table: replicated.name }));
  const none = facts.tables.every(({ triggers }) => triggers === null);
  if (facts.body === null || none) {
    return { state: 'not set up', said: message('tier.noTriggers', about) };
  }
  const declared = source.columns[timeColumn(source) ?? ''];
  if (declared && rowTypeName(declared) !== facts.column) {
    const [column, type] = [timeColumn(source) ?? '', baseType(declared)];
    if (facts.column === null) return broken(message('tier.columnMissing', { column, declared: type }));
    return broken(message('tier.columnType', { column, type: facts.column, declared: type }));
  }
  if (facts.body !== captureBody(schema, source) || !facts.safe) {
    return broken(message('tier.otherFunction', about));
  }
  for (const { name, triggers } of facts.tables) {
    for (const expected of captureTriggers) {
      const found = triggers?.find((each) => each.type === expected.type && each.plain);
      if (!found) return broken(message('tier.noTrigger', { ...about, table: name, event: expected.event }));
      if (found.enabled !== 'A')
        return broken(message('tier.notEnabled', { ...about, table: name, trigger: found.name }));
    }
  }
  return { state: 'exact', said: null };
}

function rowTypeName(declared: SourceDefinition['columns'][string]): string {
  const type = baseType(declared);
  if (type === 'timestamptz') return 'timestamp with time zone';
  return type === 'timestamp' ? 'timestamp without time zone' : type;
}

/** Transaction numbers of one server say nothing on another, where a dump of this one was restored. */
async function systemIdentifier(db: Queryable): Promise<string> {
  const allowed = await db.query<{ may: boolean }>(
    `select has_function_privilege('pg_control_system()', 'execute') as may`,
  );
  if (!allowed.rows[0]?.may) return '';
  const { rows } = await db.query<{ id: string }>('select system_identifier::text as id from pg_control_system()');
  return rows[0]?.id ?? '';
}
