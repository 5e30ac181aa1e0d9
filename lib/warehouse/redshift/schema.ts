import { randomUUID } from 'node:crypto';
import { literal, quoted } from '../name.ts';

/**
 * Summa's own tables in a Redshift. Texts are as long as they may be, JSON is text, and nothing enforces a key: statements
 * that rely on one ask first. Each entry is a version; add one at the end, never change one that was released.
 */
export const redshiftVersions: readonly ((schema: string) => string[])[] = [firstTables];

const text = 'varchar(65535)';
const name = 'varchar(256)';

function firstTables(schemaName: string): string[] {
  const schema = quoted(schemaName);
  return [
    `create table ${schema}._epoch (n bigint not null, incarnation varchar(36) not null)`,
    `insert into ${schema}._epoch (n, incarnation) values (0, ${literal(randomUUID())})`,
    `create table ${schema}._definition (
       version bigint not null, summary ${name} not null, fingerprint ${name} not null, seen_at timestamptz not null)`,
    `create table ${schema}._generation (
       id bigint not null, summary ${name} not null, fingerprint ${name} not null, version bigint not null,
       relations ${text} not null, ratios ${text} not null, zone ${name} not null, partition_by ${name},
       partition_column ${name}, run bigint not null, attempt int not null, from_epoch bigint, to_epoch bigint,
       created_at timestamptz not null, dropped_at timestamptz, row_types ${text})`,
    `create table ${schema}._publish (
       epoch bigint not null, run bigint not null, attempt int not null, unit ${name} not null, kind ${name} not null,
       at timestamptz not null, who ${name} not null, reason ${text})`,
    `create table ${schema}._publish_summary (
       epoch bigint not null, summary ${name} not null, generation bigint not null, range_from date, range_to date,
       rows_opened bigint not null, rows_closed bigint not null, rows bigint not null, built_through date,
       complete_through timestamptz)`,
    `create table ${schema}._partition (
       generation bigint not null, "partition" date not null, built_at timestamptz not null, run bigint not null,
       epoch bigint not null, "snapshot" ${name})`,
    `create table ${schema}._fence (run bigint not null, fence bigint not null, at timestamptz not null)`,
    `create table ${schema}._horizon (summary ${name} not null, epoch bigint not null, at timestamptz not null)`,
    `create table ${schema}._watermark (source ${name} not null, through timestamptz, observed_at timestamptz not null)`,
    // What loaders report: some local days or, with none, everything. Numbered in the order of commits.
    `create table ${schema}._change (
       id bigint not null, source ${name} not null, day_from date, day_to date, at timestamptz not null, who ${name}, why ${text})`,
    `create table ${schema}._cursor (chain ${name} not null, source ${name} not null, through timestamptz not null)`,
    `create table ${schema}._manifest (
       source ${name} not null, through timestamptz not null, who ${name} not null, at timestamptz not null)`,
    `create table ${schema}._hold (
       id bigint not null, summary ${name} not null, range_from date, range_to date, epoch bigint not null,
       undone bigint not null, who ${name} not null, reason ${text}, at timestamptz not null, released_at timestamptz,
       released_by ${name})`,
    `create table ${schema}._quarantine (
       id bigint not null, chain ${name} not null, kind ${name} not null, why ${name} not null, run bigint not null,
       attempt int not null, unit ${name} not null, range_from date, range_to date, base_epoch bigint not null,
       build ${text} not null, checks ${text} not null, at timestamptz not null, state ${name} not null,
       decided_at timestamptz, decided_by ${name}, decided_run bigint, reason ${text})`,
  ];
}
