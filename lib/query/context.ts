import type { Days } from '#lib/calendar/day.ts';
import type { QueryContext } from '#lib/compile/query-context.ts';
import { questionDialect } from '#lib/warehouse/question-dialect.ts';
import type { Asker } from './asker.ts';
import type { Built } from './awareness/candidate.ts';
import { type AskedPeriod, periodOf } from './period.ts';
import type { Query } from './query.ts';

/** Where and when a question is asked of one summary: what its statement is compiled with, and the period it means there. */
export function contextOf(
  query: Query,
  { generation, scope, available }: Pick<Built, 'generation' | 'scope' | 'available'>,
  days: Days | null,
  { warehouse, pinned }: Pick<Asker, 'warehouse' | 'pinned'>,
): { context: QueryContext & Pick<Built, 'generation'>; period: AskedPeriod } {
  const period = periodOf(query, generation, { days, available });
  const context = {
    dialect: questionDialect(warehouse.pages),
    schema: warehouse.schema,
    generation,
    epoch: pinned.epoch,
    scope,
    days: period.days,
    compared: period.compared,
  };
  return { context, period };
}
