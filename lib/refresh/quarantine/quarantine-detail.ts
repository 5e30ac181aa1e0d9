import type pg from 'pg';
import type { Registry } from '#lib/definition/registry.ts';
import { type Message, message } from '#lib/i18n/message.ts';
import { generationsAt, latestEpoch, type ServedGeneration } from '#lib/warehouse/generation.ts';
import { findQuarantine, type KeptBuild, type QuarantineRow } from './kept-build.ts';
import { chainNow, viewOf } from './list-quarantine.ts';
import { memberDiff } from './member-diff.ts';
import type { QuarantineDetail, QuarantinedMember } from './quarantine-types.ts';

/** Comparing a kept build with what is served may take so many milliseconds. */
const mostTime = 20_000;

/** A kept build in full: failing rows, and how it differs from what is served now. Null when there is no such build. */
export async function quarantineDetail(
  db: pg.Pool,
  schema: string,
  registry: Registry,
  id: string,
): Promise<QuarantineDetail | null> {
  const row = await findQuarantine(db, schema, id);
  if (!row) return null;
  const view = await viewOf(db, schema, row, await chainNow(db, registry, row.chain));
  const { members, note } = await diffOf(db, schema, row);
  return {
    ...view,
    examples: row.checks.flatMap(({ check, summary, said, examples }) =>
      examples ? [{ check, summary, ...(said && { said }), ...examples }] : [],
    ),
    members,
    definition: row.build.definition,
    note,
  };
}

type Members = { members: QuarantinedMember[]; note: Message | null };

/** SQLSTATEs of a statement that ran too long, or met a table that was dropped meanwhile. */
const notes: Record<string, Message> = {
  '57014': message('quarantine.noteSlow'),
  '42P01': message('quarantine.noteGone'),
};

async function diffOf(db: pg.Pool, schema: string, { state, build }: QuarantineRow): Promise<Members> {
  if (state !== 'open') return { members: [], note: null };
  const client = await db.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local statement_timeout = ${mostTime}`);
    const { epoch } = await latestEpoch(client, schema);
    const members = await membersOf(client, schema, build, await generationsAt(client, schema, epoch));
    return { members, note: null };
  } catch (error) {
    const note = notes[String((error as { code?: unknown }).code)];
    if (!note) throw error;
    return { members: [], note };
  } finally {
    await client.query('rollback').catch(() => {});
    client.release();
  }
}

async function membersOf(
  client: pg.PoolClient,
  schema: string,
  build: KeptBuild,
  served: ReadonlyMap<string, ServedGeneration>,
): Promise<QuarantinedMember[]> {
  const members: QuarantinedMember[] = [];
  for (const member of build.members) {
    members.push(await memberDiff(client, schema, member, served.get(member.summary) ?? null));
  }
  return members;
}
