import { quoted } from './name.ts';

/**
 * Summa's own tables in the warehouse, next to the data they speak of, so that a publish is one transaction. Each entry is
 * a version; add one at the end, never change one that was released.
 */
export const versions: readonly ((schema: string) => string[])[] = [tablesOfEpochs, tablesOfTrust];

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

/** Late rows, roll-backs and builds that failed their checks. */
function tablesOfTrust(schemaName: string): string[] {
  const schema = quoted(schemaName);
  return [
    // What the build of a partition saw: a change that is not visible in it makes the partition stale.
    `alter table ${schema}._partition add column snapshot text`,
    `alter table ${schema}._publish add column reason text`,
    `alter table ${schema}._publish drop constraint _publish_kind_check`,
    `alter table ${schema}._publish add constraint _publish_kind_check
       check (kind in ('incremental', 'full', 'roll back'))`,
    // Tables of a generation that no readable epoch shows are dropped; its record stays.
    `alter table ${schema}._generation add column dropped_at timestamptz`,
    // Types of the un-aggregated rows it was built from: a source that has changed them is told from a definition that has.
    `alter table ${schema}._generation add column row_types jsonb`,
    `alter table ${schema}._horizon add column at timestamptz not null default now()`,
    // Asked by the views: an epoch whose rows are cleared away is an error, for the rows that are left would be a wrong total.
    `create function ${schema}._readable(asked_summary text, asked bigint, oldest bigint) returns boolean
       language plpgsql stable parallel safe as $$
     begin
       if asked < oldest then
         raise exception '% is kept from epoch % on, and epoch % is older.', asked_summary, oldest, asked
           using errcode = 'object_not_in_prerequisite_state', hint = 'Set summa.epoch to a newer epoch, or reset it.';
       end if;
       return true;
     end $$`,
    // Attempts of one run follow each other; runs of other days may write beside it.
    `drop table ${schema}._fence`,
    `create table ${schema}._fence (run bigint primary key, fence bigint not null, at timestamptz not null default now())`,
    // What changed in a source: an hour (UTC, or local where its time has no zone), some local days, or, with none, all of it.
    `create table ${schema}._change (
       id bigint generated always as identity primary key,
       source text not null,
       hour timestamp,
       day_from date,
       day_to date,
       xid xid8 not null default pg_current_xact_id(),
       at timestamptz not null default clock_timestamp(),
       who text,
       why text
     )`,
    `create index _change_source on ${schema}._change (source, xid)`,
    // The table and triggers whose log was last found whole.
    `create table ${schema}._capture (
       source text primary key,
       state text not null check (state in ('exact', 'broken')),
       fingerprint text not null,
       why text,
       at timestamptz not null default now()
     )`,
    `create table ${schema}._cursor (
       chain text not null,
       source text not null,
       through timestamptz not null,
       primary key (chain, source)
     )`,
    // How far a loader says a source is complete.
    `create table ${schema}._manifest (
       source text primary key,
       through timestamptz not null,
       who text not null,
       at timestamptz not null default now()
     )`,
    // Days (null: everything) of the chain of "summary" that no refresh may publish until somebody lets go of them.
    `create table ${schema}._hold (
       id bigint generated always as identity primary key,
       summary text not null,
       range_from date,
       range_to date,
       epoch bigint not null,
       undone bigint not null,
       who text not null,
       reason text,
       at timestamptz not null default now(),
       released_at timestamptz,
       released_by text
     )`,
    `create index _hold_open on ${schema}._hold (summary) where released_at is null`,
    // A build that failed its checks, or waits for a review; its tables are kept until somebody decides.
    `create table ${schema}._quarantine (
       id bigint generated always as identity primary key,
       chain text not null,
       kind text not null check (kind in ('incremental', 'full')),
       why text not null check (why in ('checks', 'review')),
       run bigint not null,
       attempt int not null,
       unit text not null,
       range_from date,
       range_to date,
       base_epoch bigint not null,
       build jsonb not null,
       checks jsonb not null,
       at timestamptz not null default now(),
       state text not null default 'open' check (state in ('open', 'published', 'discarded', 'outdated')),
       decided_at timestamptz,
       decided_by text,
       -- The run that publishes it anyway.
       decided_run bigint,
       reason text
     )`,
    `create index _quarantine_open on ${schema}._quarantine (chain) where state = 'open'`,
  ];
}
