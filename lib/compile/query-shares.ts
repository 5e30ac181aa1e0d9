import { type RawBuilder, sql } from 'kysely';
import { isPart, type Measure } from './query-measures.ts';
import { isCompared, type Parts } from './query-parts.ts';
import type { Axes } from './query-placed.ts';

/** A measure over the rows of "leveled": its value, or which part it is of a total that stands among them. */
export function valueIn(parts: Parts, { down, across }: Axes, measure: Measure): RawBuilder<unknown> {
  const value = measure.expression('leveled');
  if (!isPart(measure.as)) return value;
  const ids = (names: readonly string[]) => names.map((name) => sql.id('leveled', name));
  const period = isCompared(parts) ? ['_period'] : [];
  const whole = (is: readonly string[], keys: readonly string[]) => {
    const conditions = ids(is).map((name) => sql`${name} = 0`);
    const by = ids([...keys, ...period]);
    const over = by.length === 0 ? sql`` : sql`partition by ${sql.join(by)}`;
    return sql`max(case when ${sql.join(conditions, sql` and `)} then ${value} end) over (${over})`;
  };
  const names = (groups: Axes['down']) => groups.map((group) => group.name);
  const divided = (total: RawBuilder<unknown>) => parts.context.dialect.divide(value, total);
  switch (measure.as) {
    case 'share-of-row':
      return divided(whole(['_across'], ['_depth', '_rest_row', ...names(down)]));
    case 'share-of-column':
      return divided(whole(['_depth'], ['_across', '_rest_column', ...names(across)]));
    default:
      return divided(whole(['_depth', '_across'], []));
  }
}
