import { inSchema, quoted } from '#lib/warehouse/name.ts';
import type { Reached } from './connection.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

type Rights = {
  member: boolean;
  create_schema: boolean;
  creatable: string[];
  writable: string[];
  unreadable: string[];
  usable: boolean;
  /** The schema is Summa's own and has none of its tables yet. */
  before_start: boolean;
  recovery: boolean;
  timeout: string;
};

/** Whether the role of WAREHOUSE_READ_URL leads to the same warehouse, can read it and can do nothing else. */
export async function readerFindings(reader: Reached, owner: Reached | null, schema: string): Promise<Finding[]> {
  const rights = await rightsOf(reader, owner?.role ?? '', schema);
  const findings = owner ? sameDatabase(reader, owner, rights) : [];
  const elsewhere = findings.some((finding) => finding.level === 'wrong');
  if (owner?.role === reader.role) {
    const name = `${reader.role}_read`;
    findings.push(
      warning(
        `WAREHOUSE_READ_URL: ${reader.role} is the role of WAREHOUSE_URL too, so pages and exports connect as a role that can write.`,
        'Give WAREHOUSE_READ_URL a role of its own; Summa grants it what it needs:',
        [
          `create role ${quoted(name)} login password '…';`,
          `grant connect on database ${quoted(reader.database)} to ${quoted(name)};`,
        ],
      ),
    );
  } else {
    findings.push(...writing(reader, owner?.role ?? '', rights));
    if (!elsewhere) findings.push(reading(reader, owner, schema, rights));
  }
  findings.push(
    rights.timeout === '0'
      ? warning(
          'WAREHOUSE_READ_URL: the server ignores the time limit that Summa asks for.',
          'Set it on the role, so that no page can keep the warehouse busy:',
          [`alter role ${quoted(reader.role)} set statement_timeout = '30s';`],
        )
      : good(`WAREHOUSE_READ_URL: statements of pages end after ${rights.timeout}.`),
  );
  return findings;
}

function sameDatabase(reader: Reached, owner: Reached, { recovery }: Rights): Finding[] {
  if (reader.identity === owner.identity) return [good('WAREHOUSE_READ_URL: the same database as WAREHOUSE_URL.')];
  if (recovery) {
    return [
      warning(
        'WAREHOUSE_READ_URL: a replica, which shows what it has received so far.',
        'This is allowed; pages are as late as it is.',
      ),
    ];
  }
  return [
    wrong(
      `WAREHOUSE_READ_URL: the database ${reader.database} there is another than that of WAREHOUSE_URL.`,
      'Let both name the same server and database; pages read what refreshes write.',
    ),
  ];
}

function writing(reader: Reached, owner: string, rights: Rights): Finding[] {
  const role = quoted(reader.role);
  const findings: Finding[] = [];
  if (reader.superuser) {
    return [
      wrong(`WAREHOUSE_READ_URL: ${reader.role} is a superuser and can write everything.`, 'Take that away:', [
        `alter role ${role} nosuperuser;`,
      ]),
    ];
  }
  if (rights.member) {
    return [
      wrong(`WAREHOUSE_READ_URL: ${reader.role} is a member of ${owner} and can write all it can.`, 'Take that away:', [
        `revoke ${quoted(owner)} from ${role};`,
      ]),
    ];
  }
  if (rights.writable.length > 0) {
    findings.push(
      wrong(`WAREHOUSE_READ_URL: ${reader.role} can write ${listed(rights.writable)}.`, 'Take that away:', [
        `revoke insert, update, delete, truncate on ${rights.writable.join(', ')} from ${role}, public;`,
      ]),
    );
  }
  if (rights.creatable.length > 0) {
    findings.push(
      wrong(`WAREHOUSE_READ_URL: ${reader.role} can create tables in ${listed(rights.creatable)}.`, 'Take that away:', [
        `revoke create on schema ${rights.creatable.map(quoted).join(', ')} from ${role}, public;`,
      ]),
    );
  }
  if (rights.create_schema) {
    findings.push(
      wrong(`WAREHOUSE_READ_URL: ${reader.role} can create schemas in ${reader.database}.`, 'Take that away:', [
        `revoke create on database ${quoted(reader.database)} from ${role}, public;`,
      ]),
    );
  }
  return findings.length > 0 ? findings : [good(`WAREHOUSE_READ_URL: ${reader.role} can write nothing there.`)];
}

function reading(reader: Reached, owner: Reached | null, schema: string, rights: Rights): Finding {
  if (rights.before_start) {
    return good(`WAREHOUSE_READ_URL: ${reader.role} is let into schema ${schema} by the first start.`);
  }
  if (rights.usable && rights.unreadable.length === 0) {
    return good(`WAREHOUSE_READ_URL: ${reader.role} may read every table of schema ${schema}.`);
  }
  return wrong(
    `WAREHOUSE_READ_URL: ${reader.role} may not ${rights.usable ? `read ${listed(rights.unreadable)}` : `use schema ${schema}`}.`,
    'A start of Summa grants it where WAREHOUSE_URL is the owner; or let the owner run now:',
    readingGrants(schema, reader.role, owner?.role ?? null),
  );
}

/** What lets a role read Summa's schema, now and later. */
export function readingGrants(schema: string, reader: string, owner: string | null): string[] {
  const forOwner = owner ? ` for role ${quoted(owner)}` : '';
  return [
    `grant usage on schema ${quoted(schema)} to ${quoted(reader)};`,
    `grant select on all tables in schema ${quoted(schema)} to ${quoted(reader)};`,
    `alter default privileges${forOwner} in schema ${quoted(schema)} grant select on tables to ${quoted(reader)};`,
  ];
}

async function rightsOf({ client }: Reached, owner: string, schema: string): Promise<Rights> {
  const { rows } = await client.query<
    Omit<Rights, 'writable' | 'unreadable'> & Record<'writable' | 'unreadable', string[]>
  >(
    `with tables as (
       select c.oid, c.relname::text as name,
              exists (select from pg_roles r where r.rolname = $2 and pg_has_role(r.oid, c.relowner, 'usage')) as mine from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relkind in ('r', 'p', 'v'))
     select coalesce((select pg_has_role(oid, 'member') from pg_roles where rolname = $2), false) as member,
            has_database_privilege(current_database(), 'create') as create_schema,
            array(select nspname::text from pg_namespace where nspname in ($1, 'public') and has_schema_privilege(oid, 'create')) as creatable,
            array(select name from tables where has_table_privilege(oid, 'insert, update, delete, truncate') order by 1) as writable,
            array(select name from tables where mine and not has_table_privilege(oid, 'select') order by 1) as unreadable,
            coalesce((select has_schema_privilege(oid, 'usage') from pg_namespace where nspname = $1), false) as usable,
            not exists (select from tables where name = '_epoch') and coalesce((
              select pg_has_role(r.oid, n.nspowner, 'usage') from pg_namespace n, pg_roles r
               where n.nspname = $1 and r.rolname = $2), true) as before_start,
            pg_is_in_recovery() as recovery, current_setting('statement_timeout') as timeout`,
    [schema, owner],
  );
  const rights = rows[0];
  if (!rights) throw new Error('The server answered nothing.');
  const named = (names: string[]) => names.map((name) => inSchema(schema, name));
  return { ...rights, writable: named(rights.writable), unreadable: named(rights.unreadable) };
}

function listed(names: string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
