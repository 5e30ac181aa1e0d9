import { createLoader, createParser, parseAsStringLiteral } from 'nuqs/server';
import { isDay } from '#components/format/date.ts';
import { outcomes, type RunFilter, tasks } from '#lib/refresh/view/runs-types.ts';

const text = createParser({
  parse: (value) => (value.length > 0 && value.length <= 320 ? value : null),
  serialize: (value: string) => value,
});
const day = createParser({ parse: (value) => (isDay(value) ? value : null), serialize: (value: string) => value });

/** The filter as the URL holds it; what is not understood does not choose. */
export const filterParsers = {
  summary: text,
  outcome: parseAsStringLiteral(outcomes),
  who: text,
  task: parseAsStringLiteral(tasks),
  from: day,
  to: day,
};

/** The filter of a request. */
export const readFilter = createLoader(filterParsers);

export const noFilter: RunFilter = { summary: null, outcome: null, who: null, task: null, from: null, to: null };

export const isFiltered = (filter: RunFilter): boolean => Object.values(filter).some((value) => value !== null);
