import { sql } from 'kysely';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { timeOf } from '#lib/definition/time-of.ts';
import { exactValue, ref } from './exact.ts';
import type { PhysicalPlan } from './physical.ts';
import { rowType } from './row-type.ts';
import type { Sql } from './statement.ts';
import { bucketOf } from './time.ts';

/**
 * Joins to each row `r` the last moment of its bucket, over all rows of the bucket, as `l`. Two scans and a hash cost less
 * than a window, which would sort every row. Buckets lie within partitions, so a range holds all rows of each.
 */
export function lastMoments(summary: SummaryDefinition, plan: PhysicalPlan, rows: Sql, where: Sql): Sql {
  const { moment, bucket } = momentOf(summary, plan);
  const moments = sql`select ${bucket} as "_bucket", max(${moment}) as "_moment" from ${rows} as r ${where} group by 1`;
  return sql`left join (${moments}) as l on l."_bucket" = ${bucket}`;
}

/** The total of a column over the rows of the last moment; null where a group has none. */
export function sumAtLast(summary: SummaryDefinition, plan: PhysicalPlan, column: string, scale: number): Sql {
  const { moment } = momentOf(summary, plan);
  return sql`sum(case when ${moment} = l."_moment" then ${exactValue(column, plan.rowTypes, scale)} end)`;
}

function momentOf(summary: SummaryDefinition, plan: PhysicalPlan): { moment: Sql; bucket: Sql } {
  const name = timeOf(summary)?.column ?? '';
  const time = summary.grain[name];
  if (!time?.bucket) throw new Error(`${summary.name} has no time whose last moment could count.`);
  const moment = ref(time.from ?? name);
  const type = rowType(plan.rowTypes[time.from ?? name] ?? '');
  return { moment, bucket: bucketOf(moment, type, plan.zone, time.bucket, summary.weekStart) };
}
