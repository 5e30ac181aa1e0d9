import { sql } from 'kysely';
import { relationAt, rowsOfGeneration } from '#lib/compile/read.ts';
import { statement } from '#lib/compile/statement.ts';
import { findSummary, headOf, type Registry } from '#lib/definition/registry.ts';
import { message } from '#lib/i18n/message.ts';
import { PersonError } from '#lib/problem.ts';
import { latestEpoch } from '#lib/warehouse/generation.ts';
import { readAboveHorizon } from '#lib/warehouse/horizon.ts';
import type { Queryable } from '#lib/warehouse/queryable.ts';
import { withinDays } from '../build/diff.ts';
import type { Days } from '../plan/plan.ts';
import type { RollBackPreview } from './roll-back-types.ts';
import { readUndone, type Undone } from './undone.ts';

/** What undoing an epoch would do. Reads only. */
export async function previewRollBack(
  db: Queryable,
  schema: string,
  registry: Registry,
  epoch: number,
): Promise<RollBackPreview> {
  const undone = await foundUndone(db, schema, registry, epoch);
  const { epoch: latest } = await latestEpoch(db, schema);
  const summaries: RollBackPreview['summaries'] = [];
  for (const { summary, days } of undone.refusal ? [] : undone.summaries) {
    const counts = await readAboveHorizon(db, schema, { summary, epoch: epoch - 1 }, () =>
      countDifference(db, schema, undone, summary, days, latest),
    );
    summaries.push({ summary, range: days, ...counts });
  }
  const unread = undone.summaries.map(({ summary, days }) => ({ summary, range: days, opened: '0', closed: '0' }));
  return {
    epoch,
    summaries: undone.refusal ? unread : summaries,
    alsoUndoes: undone.alsoUndoes,
    refusal: undone.refusal,
  };
}

/** The epoch, or a refusal that names the newest. */
export async function foundUndone(db: Queryable, schema: string, registry: Registry, epoch: number): Promise<Undone> {
  const headName = (name: string) => {
    const summary = findSummary(registry, name);
    return summary && headOf(summary).name;
  };
  const undone = await readUndone(db, schema, headName, epoch);
  if (undone) return undone;
  const { epoch: latest } = await latestEpoch(db, schema);
  throw new PersonError({ message: message('problem.noEpoch', { epoch: String(epoch), latest }), status: 404 });
}

async function countDifference(
  db: Queryable,
  schema: string,
  { epoch, before, now }: Undone,
  summary: string,
  days: Days | null,
  latest: number,
): Promise<{ opened: string; closed: string }> {
  const [was, is] = [before.get(summary), now.get(summary)];
  if (!was || !is) throw new Error(`${summary} is not served.`);
  if (was.fingerprint !== is.fingerprint) return { opened: was.rows ?? '0', closed: is.rows ?? '0' };
  const relation = rowsOfGeneration(was);
  const columns = sql.join(relation.columns.map((column) => sql.id(column.name)));
  const within = sql.raw(withinDays(was.partition?.column, days));
  const { text, values } = statement(sql`
    select coalesce(sum(side) filter (where side > 0), 0)::text as opened,
           coalesce(-sum(side) filter (where side < 0), 0)::text as closed
      from (
        select sum(side) as side
          from (
            select ${columns}, 1 as side from ${relationAt(schema, relation, epoch - 1)} where ${within}
            union all
            select ${columns}, -1 as side from ${relationAt(schema, rowsOfGeneration(is), latest)} where ${within}
          ) as both_sides
         group by ${columns}
      ) as differences`);
  const { rows } = await db.query<{ opened: string; closed: string }>(text, values);
  return rows[0] ?? { opened: '0', closed: '0' };
}
