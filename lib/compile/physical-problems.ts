import { type AverageColumn, type MeasureColumn, partsOfAverage } from '#lib/definition/columns.ts';
import { type GrainColumn, nests } from '#lib/definition/grain.ts';
import { oneOf, type Problem } from '#lib/definition/problem.ts';
import type { SummaryDefinition } from '#lib/definition/summary.ts';
import { timeOf } from '#lib/definition/time-of.ts';
import { averageStored } from './average.ts';
import type { PhysicalPlan } from './physical.ts';
import { isTime, type RowType, rowType } from './row-type.ts';

/** Measures and grain that do not fit the rows they are taken from, found before anything is built. */
export function grainProblems(summary: SummaryDefinition, rowTypes: Record<string, string>): Problem[] {
  return Object.entries(summary.grain).flatMap(([name, column]) => {
    const from = column.from ?? name;
    const place = `${summary.place} › ${summary.name}.grain.${name}`;
    const written = rowTypes[from];
    if (written === undefined) return [unknownColumn(place, from, rowTypes)];
    const problem = wrongGrainType(column, rowType(written));
    return problem ? [{ place, found: `'${from}' is ${written}`, ...problem }] : [];
  });
}

function wrongGrainType(column: GrainColumn, type: RowType): Wrong | null {
  if (column.kind === 'time') {
    if (!isTime(type)) {
      return {
        expected: 'a date, timestamp or timestamptz',
        todo: 'name a time column, or cast it in `from`, for example to timestamptz',
      };
    }
    if (column.bucket === 'hour' && type.kind === 'date') {
      return {
        expected: 'a timestamp or timestamptz',
        todo: 'use date(), or take the hour from a column that has one',
      };
    }
    return null;
  }
  if (column.kind === 'integer' && type.kind !== 'integer' && !(type.kind === 'numeric' && type.scale === 0)) {
    return { expected: 'a whole number', todo: 'use text(), or cast the column to bigint in `from`' };
  }
  if (column.kind === 'boolean' && type.kind !== 'boolean') {
    return { expected: 'a boolean', todo: 'use text() or integer(), or compare it with a value in `from`' };
  }
  if (column.kind === 'text' && !['text', 'uuid', 'other'].includes(type.kind)) {
    return { expected: 'a text', todo: 'use integer(), boolean() or date(), or cast the column to text in `from`' };
  }
  return null;
}

export function measureProblems(
  summary: SummaryDefinition,
  rowTypes: Record<string, string>,
  upstream: PhysicalPlan | null,
): Problem[] {
  return Object.entries(summary.columns).flatMap(([name, column]) => {
    const place = `${summary.place} › ${summary.name}.columns.${name}`;
    if (name in summary.grain) {
      return [
        {
          place,
          found: `'${name}' twice`,
          expected: 'one column of that name',
          todo: 'rename the measure or the dimension',
        },
      ];
    }
    if (column.kind === 'ratio') return ratioProblems(place, column, summary);
    if (column.kind === 'average') return averageProblems(place, column, summary, rowTypes);
    if (column.of === null) return [];
    const written = rowTypes[column.of];
    if (written === undefined) return [unknownColumn(place, column.of, rowTypes)];
    const problem = wrongMeasureType(column, rowType(written)) ?? wrongAdditivity(column, upstream);
    return problem ? [{ place, found: `${column.kind}('${column.of}') over ${written}`, ...problem }] : [];
  });
}

type Stored = Exclude<MeasureColumn, { kind: 'ratio' | 'average' }>;

type Wrong = { expected: string; todo: string };

function wrongMeasureType(column: Stored, type: RowType): Wrong | null {
  switch (column.kind) {
    case 'sum':
    case 'last':
      return wrongNumber(column.scale, type, 'each value is rounded to so many digits and then added exactly');
    case 'min':
    case 'max':
      return ['uuid', 'other', 'boolean'].includes(type.kind)
        ? { expected: 'a number, a time or a text', todo: 'name another column, or cast it in `from`' }
        : null;
    case 'distinct':
      return type.kind === 'other'
        ? { expected: 'a number, a text, a uuid or a time', todo: 'cast the column to text in `from`' }
        : null;
    case 'count':
      return null;
  }
}

/** What is wrong with a column whose values are added. */
function wrongNumber(scale: number | null, type: RowType, rounding: string): Wrong | null {
  if (!['integer', 'numeric', 'float'].includes(type.kind)) {
    return { expected: 'a number', todo: 'use count() or distinct(), or name a numeric column' };
  }
  if (type.scale !== null || scale !== null) return null;
  return {
    expected: 'a scale, for this type fixes none and a sum of floats depends on the order of its rows',
    todo: `add { scale: 2 }: ${rounding}`,
  };
}

/** More digits after the point than this leave too little room before it. */
const mostDigits = 30;

function averageProblems(
  place: string,
  column: AverageColumn,
  summary: SummaryDefinition,
  rowTypes: Record<string, string>,
): Problem[] {
  const above = partsOfAverage(column.of);
  const inputs = summary.upstream
    ? [above.total, above.weight]
    : [column.of, ...(column.weight === null ? [] : [column.weight])];
  const problems = inputs.flatMap((input): Problem[] => {
    const written = rowTypes[input];
    if (written === undefined) return [unknownColumn(place, input, rowTypes)];
    const rounding = 'so many digits are shown, and six more are kept of each value';
    const wrong = wrongNumber(column.scale, rowType(written), rounding);
    return wrong ? [{ place, found: `'${input}' of an average, which is ${written}`, ...wrong }] : [];
  });
  if (problems.length > 0) return problems;
  const [total] = averageStored(summary, '', column, rowTypes);
  const digits = rowType(total.sqlType).scale ?? 0;
  return digits <= mostDigits
    ? []
    : [
        {
          place,
          found: `${digits} digits after the point in '${column.of}' times '${column.weight}'`,
          expected: `at most ${mostDigits} together`,
          todo: 'cast the columns to fewer digits in `from`, for example to numeric(20,6)',
        },
      ];
}

function wrongAdditivity(column: Stored, upstream: PhysicalPlan | null): Wrong | null {
  if (column.kind !== 'sum' || !upstream || column.of === null) return null;
  const taken = upstream.relations[0]?.columns.find((each) => each.name === column.of);
  if (!taken?.additivity || taken.additivity === 'sum') return null;
  return taken.additivity === 'distinct'
    ? {
        expected: 'a measure that adds up; counts of distinct values do not',
        todo: 'make this summary from the sources with rowsFrom() and distinct()',
      }
    : { expected: 'a measure that adds up', todo: `use ${taken.additivity}('${column.of}')` };
}

function ratioProblems(
  place: string,
  column: { numerator: string; denominator: string },
  summary: SummaryDefinition,
): Problem[] {
  const names = Object.entries(summary.columns).flatMap(([name, each]) => (each.kind === 'ratio' ? [] : [name]));
  return [column.numerator, column.denominator].flatMap((name) =>
    names.includes(name)
      ? []
      : [
          {
            place,
            found: `'${name}'`,
            expected: oneOf(names, name),
            todo: 'name a stored measure of the same summary',
          },
        ],
  );
}

export function partitionProblems(summary: SummaryDefinition): Problem[] {
  const { by } = summary.refresh;
  if (!by) return [];
  const bucket = timeOf(summary)?.bucket;
  if (bucket && nests(bucket, by)) return [];
  return [
    {
      place: `${summary.place} › ${summary.name}.refresh.by`,
      found: `'${by}' with ${bucket ? `a grain of ${bucket}` : 'no time in the grain'}`,
      expected: `a time in the grain that lies within one ${by}`,
      todo: `add one to the grain, such as ${by === 'day' ? "date('…')" : `${by}('…')`}, or leave out refresh.by`,
    },
  ];
}

export function upstreamProblems(summary: SummaryDefinition, upstream: PhysicalPlan | null): Problem[] {
  if (!upstream || summary.zone === upstream.zone) return [];
  return [
    {
      place: `${summary.place} › ${summary.name}.zone`,
      found: `'${summary.zone}'`,
      expected: `'${upstream.zone}', the zone of ${upstream.summary}, whose days it is made from`,
      todo: 'use that zone, or make this summary from the sources with rowsFrom()',
    },
  ];
}

function unknownColumn(place: string, name: string, rowTypes: Record<string, string>): Problem {
  return {
    place,
    found: `'${name}'`,
    expected: oneOf(Object.keys(rowTypes), name),
    todo: 'correct the name, or add the column to `from`',
  };
}
