import type { Query, QueryMeasure } from '#lib/query/query.ts';

/** A random question with at least one level beside its single rows, or with something left out. */
export function question(random: () => number): Query {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const names = ['orders', 'revenue', 'smallest', 'largest', 'buyers', 'aov', 'spend'];
  const dimensions = pick([
    ['country'],
    ['channel'],
    ['@'],
    ['@', 'country'],
    ['@', 'channel'],
    ['country', 'channel'],
    ['country', 'size', 'channel'],
    ['size', '@'],
    ['day@quarter', 'country'],
  ]);
  const pivot = dimensions.length > 1 && random() < 0.5 ? [dimensions.at(-1) ?? ''] : [];
  const down = dimensions.filter((each) => !pivot.includes(each));
  const asked = names.filter(() => random() < 0.4);
  const measures: QueryMeasure[] = (asked.length > 0 ? asked : ['orders']).map((name) => ({ name, as: 'value' }));
  if (random() < 0.4)
    measures.push({
      name: pick(['orders', 'revenue', 'buyers']),
      as: pick(pivot.length > 0 ? ['share', 'share-of-row', 'share-of-column'] : ['share']),
    });
  const compare = random() < 0.25 && !dimensions.includes('@') ? 'previous period' : null;
  const limit = random() < 0.6 ? 1 + Math.floor(random() * 5) : null;
  const sort =
    random() < 0.5
      ? []
      : random() < 0.5
        ? [{ by: pick(down), descending: random() < 0.5 }]
        : [{ by: 'orders', descending: random() < 0.5 }];
  if (sort.some(({ by }) => by === 'orders') && !measures.some(({ name, as }) => name === 'orders' && as === 'value'))
    measures.push({ name: 'orders', as: 'value' });
  const unique = [...new Map(measures.map((measure) => [`${measure.name} ${measure.as}`, measure])).values()];
  return {
    from: { summary: 'daily_sales' },
    measures: unique,
    dimensions,
    grain: dimensions.includes('@') ? 'month' : null,
    filters: pick<Query['filters']>([
      [],
      [],
      [{ column: 'country', op: 'in', not: random() < 0.5, values: ['KR', null] }],
      [{ column: 'channel', op: 'contains', not: random() < 0.5, text: '1' }],
      [{ column: 'country', op: 'starts', not: random() < 0.5, text: 'K' }],
      [{ column: 'size', op: 'between', not: random() < 0.5, from: '1', to: random() < 0.5 ? '2' : null }],
    ]),
    range: null,
    compare,
    pivot,
    sort,
    limit,
    pivotLimit: pivot.length > 0 && random() < 0.6 ? 1 + Math.floor(random() * 4) : null,
    others: random() < 0.5,
    totals: pick(['none', 'grand', 'all']),
  };
}

/** A generator of Park and Miller (1988), so that a failure can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
