import type { StoredColumn, StoredRelation } from '#lib/compile/stored.ts';

const types = {
  id: 'integer',
  word: 'text',
  flag: 'boolean',
  day: 'date',
  hour: 'timestamp',
  whole: 'bigint',
  amount: 'numeric(38,2)',
};
export type Sample = Readonly<Record<keyof typeof types, string | null>>;

/** Letters that collations take for one another, and what must be quoted. */
const words =
  'a|A|a | a|ä|Ä|ae|ß|ss|z|Z||it\'s|say "hi"|50%|5_0|back\\slash|한국|日本|😀|ﬀ|\n|null|1|10|9|~|?|$1|`'.split('|');

/** Days where weeks, quarters and years turn, and the ends of the calendar. */
const days =
  '0001-01-08 0049-06-15 1000-01-01 1969-12-31 1999-12-31 2000-01-01 2000-02-29 2020-12-31 2021-01-03 2021-01-04 2023-01-01 2024-02-29 2024-03-31 2024-04-01 2024-12-29 2024-12-30 2024-12-31 9999-12-30 9999-12-31'.split(
    ' ',
  );
const wholes = '0 1 -1 3 7 -13 1000000007 9223372036854775807 -9223372036854775808'.split(' ');
const amounts = '0.00 0.01 -0.01 1.00 10.00 33.33 -99999.99 123456789012345678901234567890.12'.split(' ');

/** Every edge of every type, and rows without values. */
export const samples = Array.from({ length: 80 }, (_, id): Sample => {
  const day = edge(days, id);
  return {
    id: String(id),
    word: edge(words, id),
    flag: edge(['true', 'false'], id),
    day,
    hour: day && `${day} ${String((id * 7) % 24).padStart(2, '0')}:00:00`,
    whole: edge(wholes, id),
    amount: edge(amounts, id),
  };
});

/** A table of them, as a summary is stored. */
export const sampleRelation: StoredRelation = {
  name: 'rows',
  current: 'samples',
  closed: 'samples_closed',
  columns: Object.entries(types).map(
    ([name, sqlType]): StoredColumn => ({ name, sqlType, role: 'dimension', bucket: null, additivity: null }),
  ),
  key: ['id'],
};

function edge(values: readonly string[], id: number): string | null {
  return [...values, null][id % (values.length + 1)] ?? null;
}
