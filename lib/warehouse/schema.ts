import { quoted } from './name.ts';

/**
 * Summa's own tables in the warehouse, next to the data they speak of, so that a publish is one transaction. Each entry is
 * a version; add one at the end, never change one that was released.
 */
export const versions: readonly ((schema: string) => string[])[] = [tablesOfEpochs];

function tablesOfEpochs(schemaName: string): string[] {
  const schema = quoted(schemaName);
  return [
    `create table ${schema}._epoch (
       one boolean primary key default true check (one),
       n bigint not null,
       incarnation uuid not null
     )`,
    `insert into ${schema}._epoch (n, incarnation) values (0, gen_random_uuid())`,
    // Which definitions processes have brought, in the order they came: an old process must not undo a newer definition.
    `create table ${schema}._definition (
       version bigint generated always as identity primary key,
       summary text not null,
       fingerprint text not null,
       seen_at timestamptz not null default now()
     )`,
    `create index _definition_summary on ${schema}._definition (summary, version)`,
    `create table ${schema}._generation (
       id bigint generated always as identity primary key,
       summary text not null,
       fingerprint text not null,
       version bigint not null,
       relations jsonb not null,
       ratios jsonb not null,
       zone text not null,
       partition_by text,
       partition_column text,
       run bigint not null,
       attempt int not null,
       from_epoch bigint,
       to_epoch bigint,
       created_at timestamptz not null default now()
     )`,
    `create unique index _generation_served on ${schema}._generation (summary)
       where from_epoch is not null and to_epoch is null`,
    `create index _generation_summary on ${schema}._generation (summary, from_epoch)`,
    // One record per publish. A unit of a run is published once, whatever crashes and whoever takes over.
    `create table ${schema}._publish (
       epoch bigint primary key,
       run bigint not null,
       attempt int not null,
       unit text not null,
       kind text not null check (kind in ('incremental', 'full')),
       at timestamptz not null default now(),
       who text not null,
       unique (run, unit)
     )`,
    `create table ${schema}._publish_summary (
       epoch bigint not null references ${schema}._publish,
       summary text not null,
       generation bigint not null references ${schema}._generation,
       range_from date,
       range_to date,
       rows_opened bigint not null,
       rows_closed bigint not null,
       rows bigint not null,
       built_through date,
       complete_through timestamptz,
       primary key (epoch, summary)
     )`,
    `create index _publish_summary_latest on ${schema}._publish_summary (summary, epoch desc)`,
    `create table ${schema}._partition (
       generation bigint not null references ${schema}._generation,
       partition date not null,
       built_at timestamptz not null,
       run bigint not null,
       epoch bigint not null,
       primary key (generation, partition)
     )`,
    `create table ${schema}._fence (summary text primary key, fence bigint not null)`,
    `create table ${schema}._horizon (summary text primary key, epoch bigint not null)`,
    `create table ${schema}._watermark (
       source text primary key,
       through timestamptz,
       observed_at timestamptz not null
     )`,
  ];
}
