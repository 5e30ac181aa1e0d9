import { rowsOfGeneration } from '#lib/compile/read.ts';
import { additivityOf, type MeasureColumn } from '#lib/definition/columns.ts';
import { coarser, nests, type TimeBucket } from '#lib/definition/grain.ts';
import { message } from '#lib/i18n/message.ts';
import type { QueryMeasure } from '#lib/query/query.ts';
import type { Built } from './candidate.ts';
import type { Asked, Miss, Way } from './miss.ts';
import { sound } from './sound.ts';
import { type TopicFacts, timeOf } from './topic-facts.ts';

/** A measure that the summary does not have, or that means something else in it. */
export function measureMiss(
  asked: Asked,
  { summary, generation, scope }: Built,
  { finestFirst }: TopicFacts,
): Miss | null {
  const stored = new Set([
    ...rowsOfGeneration(generation).columns.flatMap(({ name, role, partOf }) =>
      role === 'measure' && partOf === undefined ? [name] : [],
    ),
    ...generation.ratios.map(({ name }) => name),
  ]);
  for (const measure of asked.query.measures) {
    const { name } = measure;
    const way = withoutMeasure(asked, measure);
    if (!stored.has(name))
      return { reason: message('awareness.measure', { summary: summary.name, measure: name }), way };
    // A total of daily distinct counts may be called as the count is: the finest summary says what the name means.
    const meant = finestFirst.find((each) => Object.hasOwn(each.summary.columns, name))?.summary ?? summary;
    if (isOther(summary.columns[name], meant.columns[name])) {
      const values = { summary: summary.name, measure: name, other: meant.name };
      return { reason: message('awareness.otherMeasure', values), way };
    }
    // What counts last in a day was settled over all rows when it was built, not over those a viewer may read.
    const isLast = summary.columns[name]?.kind === 'last';
    if (isLast && scope !== 'everything' && meant !== summary) {
      const values = { summary: summary.name, measure: name, other: meant.name };
      return { reason: message('awareness.lastLimited', values), way };
    }
  }
  return null;
}

function isOther(one: MeasureColumn | undefined, meant: MeasureColumn | undefined): boolean {
  if (!one || !meant) return false;
  // A unit that is left out is nothing else: what is made of another summary's rows seldom says it again.
  const otherUnit = one.unit !== null && meant.unit !== null && one.unit !== meant.unit;
  return additivityOf(one) !== additivityOf(meant) || otherUnit;
}

function withoutMeasure(asked: Asked, measure: QueryMeasure): Way | null {
  const measures = asked.query.measures.filter((each) => each !== measure);
  if (measures.length === 0) return null;
  const said = message('awareness.withoutMeasure', { measure: measure.name });
  return { said, loss: 2, asked: { ...asked, query: sound({ ...asked.query, measures }) } };
}

/** A dimension, or the time, that the rows of the summary are not kept by. */
export function dimensionMiss(asked: Asked, candidate: Built): Miss | null {
  const { query } = asked;
  const { name: summary } = candidate.summary;
  const columns = rowsOfGeneration(candidate.generation).columns.filter(({ role }) => role !== 'measure');
  for (const dimension of query.dimensions) {
    const [name = '', bucket] = dimension === '@' ? [timeOf(candidate)?.name, query.grain] : dimension.split('@');
    const way = withoutDimension(asked, dimension);
    const column = columns.find((each) => each.name === name);
    if (!column) {
      const reason =
        dimension === '@'
          ? message('awareness.noTime', { summary })
          : message('awareness.dimension', { summary, dimension: name });
      return { reason, way };
    }
    if (bucket === undefined || bucket === null || (column.bucket && nests(column.bucket, bucket as TimeBucket)))
      continue;
    if (!column.bucket) return { reason: message('awareness.dimension', { summary, dimension }), way };
    const reason = message('awareness.bucket', { summary, from: column.bucket, to: bucket });
    const wider = dimension === '@' ? widerGrain(asked, column.bucket) : null;
    return { reason, way: wider ?? way };
  }
  return null;
}

/** The finest grain the summary can show that is no finer than what was asked for. */
function widerGrain(asked: Asked, kept: TimeBucket): Way | null {
  const shown = coarser[kept];
  const grain = shown.find((each) => coarser.hour.indexOf(each) >= coarser.hour.indexOf(asked.query.grain ?? 'hour'));
  const wide = grain ?? shown.at(-1);
  if (!wide || wide === asked.query.grain) return null;
  const said = message('awareness.byGrain', { to: wide, from: asked.query.grain ?? kept });
  return { said, loss: 1, asked: { ...asked, query: sound({ ...asked.query, grain: wide }) } };
}

function withoutDimension(asked: Asked, dimension: string): Way {
  const { query } = asked;
  const dimensions = query.dimensions.filter((each) => each !== dimension);
  const pivot = query.pivot.filter((each) => each !== dimension);
  const grain = dimension === '@' ? null : query.grain;
  return {
    said: dimension === '@' ? message('awareness.withoutTime') : message('awareness.withoutDimension', { dimension }),
    loss: 2,
    asked: { ...asked, query: sound({ ...query, dimensions, pivot, grain }) },
  };
}

/** A filter on a column that the summary does not have. */
export function filterMiss(asked: Asked, { summary, generation }: Built): Miss | null {
  const { columns } = rowsOfGeneration(generation);
  const has = (name: string) => columns.some((column) => column.name === name && column.role !== 'measure');
  const missing = asked.query.filters.find(({ column }) => !has(column));
  if (!missing) return null;
  const { column } = missing;
  const filters = asked.query.filters.filter((each) => each.column !== column);
  return {
    reason: message('awareness.filter', { summary: summary.name, column }),
    way: {
      said: message('awareness.withoutFilter', { column }),
      loss: 2,
      asked: { ...asked, query: sound({ ...asked.query, filters }) },
    },
  };
}
