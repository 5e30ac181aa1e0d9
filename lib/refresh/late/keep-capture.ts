import type { SourceDefinition } from '#lib/definition/source.ts';
import { engineDialect } from '#lib/warehouse/engine-dialect.ts';
import { inSchema } from '#lib/warehouse/name.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { type CaptureState, captureState } from './capture-state.ts';

type Known = Map<string, { source: SourceDefinition; now: CaptureState; before: string | null }>;

/**
 * Notes how the log of every exact source stands. When it is not what it was at the last look, changes may have passed by, so
 * a change of everything is written, which makes all that was built before stale. Call it before the snapshot of a build:
 * what that build reads is then already after the change.
 */
export async function keepCapture(db: Queryable, schema: string, sources: readonly SourceDefinition[]): Promise<void> {
  // Nothing logs changes where there are no triggers.
  if (engineDialect(db).name === 'redshift') return;
  await forgetOthers(db, schema, sources);
  for (const { source, now, before } of (await readCapture(db, schema, sources)).values()) {
    if (before === now.fingerprint) continue;
    if (before !== null && serverOf(before) !== serverOf(now.fingerprint)) await forgetSnapshots(db, schema);
    await db.query(
      `with noted as (
         insert into ${inSchema(schema, '_capture')} as c (source, state, fingerprint, why) values ($1, $2, $3, $4)
         on conflict (source) do update set state = excluded.state, fingerprint = excluded.fingerprint,
           why = excluded.why, at = now() where c.fingerprint <> excluded.fingerprint
         returning source)
       insert into ${inSchema(schema, '_change')} (source, who, why) select source, 'capture', $5 from noted`,
      [
        source.name,
        now.state === 'exact' ? 'exact' : 'broken',
        now.fingerprint,
        now.why,
        now.why ?? 'its table or triggers are not those of the last look',
      ],
    );
  }
}

/** What was logged while a source was not exact was read by other columns than its triggers went by. */
async function forgetOthers(db: Queryable, schema: string, sources: readonly SourceDefinition[]): Promise<void> {
  const others = sources.filter(({ late }) => late.tier !== 'exact').map(({ name }) => name);
  if (others.length === 0) return;
  await db.query(`delete from ${inSchema(schema, '_capture')} where source = any($1::text[])`, [others]);
}

/** The exact sources whose log is not, in this snapshot, what was last noted. */
export async function movedCaptures(
  db: Queryable,
  schema: string,
  sources: readonly SourceDefinition[],
): Promise<string[]> {
  const known = await readCapture(db, schema, sources);
  return [...known.values()].flatMap(({ source, now, before }) => (before === now.fingerprint ? [] : [source.name]));
}

async function readCapture(db: Queryable, schema: string, sources: readonly SourceDefinition[]): Promise<Known> {
  const exact = sources.filter(({ late }) => late.tier === 'exact');
  const known: Known = new Map();
  if (exact.length === 0 || engineDialect(db).name === 'redshift') return known;
  const { rows } = await db.query<{ source: string; fingerprint: string }>(
    `select source, fingerprint from ${inSchema(schema, '_capture')} where source = any($1::text[])`,
    [exact.map(({ name }) => name)],
  );
  for (const source of exact) {
    const before = rows.find((row) => row.source === source.name)?.fingerprint ?? null;
    known.set(source.name, { source, before, now: await captureState(db, schema, source) });
  }
  return known;
}

const serverOf = (fingerprint: string) => fingerprint.split(':')[0];

/** On another server the transactions that snapshots and changes speak of are others, or still to come. */
async function forgetSnapshots(db: Queryable, schema: string): Promise<void> {
  const change = inSchema(schema, '_change');
  await db.query(
    `with forgotten as (update ${inSchema(schema, '_partition')} set snapshot = null where snapshot is not null),
          gone as (delete from ${change} returning source)
     insert into ${change} (source, who, why) select distinct source, 'capture', 'the warehouse was restored on another server' from gone`,
  );
}
