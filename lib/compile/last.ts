import { sql } from 'kysely';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { timeOf } from '#lib/definition/time-of.ts';
import { exactValue, ref } from './exact.ts';
import type { PhysicalPlan } from './physical.ts';
import { rowType } from './row-type.ts';
import type { Sql } from './statement.ts';
import { bucketOf } from './time.ts';

const lastMoment = sql.ref('_last_moment');

/**
 * Un-aggregated rows as `r`, each with the last moment of its bucket over all rows of the bucket. Buckets lie within
 * partitions, so a range has all rows of each. Over 2 million rows the window took 7 to 8 s on a busy machine, and joining the
 * moments, which reads the rows twice, 9 to 14 s.
 */
export function withLastMoment(summary: SummaryDefinition, plan: PhysicalPlan, rows: Sql, where: Sql): Sql {
  const { moment, bucket } = momentOf(summary, plan);
  return sql`(select r.*, max(${moment}) over (partition by ${bucket}) as ${lastMoment} from ${rows} as r ${where}) as r`;
}

/** The total of a column over the rows of the last moment; null where a group has none. */
export function sumAtLast(summary: SummaryDefinition, plan: PhysicalPlan, column: string, scale: number): Sql {
  const { moment } = momentOf(summary, plan);
  return sql`sum(case when ${moment} = r.${lastMoment} then ${exactValue(column, plan.rowTypes, scale)} end)`;
}

function momentOf(summary: SummaryDefinition, plan: PhysicalPlan): { moment: Sql; bucket: Sql } {
  const name = timeOf(summary)?.column ?? '';
  const time = summary.grain[name];
  if (!time?.bucket) throw new Error(`${summary.name} has no time whose last moment could count.`);
  const moment = ref(time.from ?? name);
  const type = rowType(plan.rowTypes[time.from ?? name] ?? '');
  return { moment, bucket: bucketOf(moment, type, plan.zone, time.bucket, summary.weekStart) };
}
