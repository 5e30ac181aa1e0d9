import { quoted } from '#lib/warehouse/name.ts';
import type { Reached } from './connection.ts';
import { type Finding, good, warning, wrong } from './finding.ts';

/** Summa's own schema and that of its queue. */
const schemas = ['summa_control', 'graphile_worker'];

/** Whether CONTROL_URL can hold people, runs and schedules, apart from the warehouse. */
export async function controlFindings(control: Reached, warehouse: Reached | null): Promise<Finding[]> {
  const { client, role, database } = control;
  const { rows } = await client.query<{ may_create_schema: boolean; closed: string[] }>(
    `select has_database_privilege(current_database(), 'create') as may_create_schema,
            array(select s from unnest($1::text[]) as s left join pg_namespace n on n.nspname = s
                   where n.oid is null and not has_database_privilege(current_database(), 'create')
                      or n.oid is not null and not has_schema_privilege(n.oid, 'usage, create')) as closed`,
    [schemas],
  );
  const { may_create_schema: mayCreate = false, closed = [] } = rows[0] ?? {};
  const findings: Finding[] = [];
  if (mayCreate && closed.length === 0) {
    findings.push(good(`CONTROL_URL: ${role} can keep the schemas ${schemas.join(' and ')} in ${database}.`));
  } else {
    findings.push(
      wrong(
        `CONTROL_URL: ${role} may not make the schemas ${schemas.join(' and ')} in ${database}.`,
        'Let its owner run:',
        [
          ...(mayCreate ? [] : [`grant create on database ${quoted(database)} to ${quoted(role)};`]),
          ...closed
            .filter(() => mayCreate)
            .map((schema) => `grant usage, create on schema ${quoted(schema)} to ${quoted(role)};`),
        ],
      ),
    );
  }
  if (warehouse?.identity === control.identity) {
    findings.push(
      warning(
        `CONTROL_URL: ${database} is the database of the warehouse too, so Summa also writes the schemas ${schemas.join(' and ')} there.`,
        'This works, over connections of its own. A database for itself keeps people and runs apart from the data:',
        [`create database ${quoted(`${database}_summa`)} owner ${quoted(role)};`],
      ),
    );
  } else if (warehouse) findings.push(good('CONTROL_URL: apart from the warehouse.'));
  return findings;
}
