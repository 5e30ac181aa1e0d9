import { partsOfAverage } from '#lib/definition/columns.ts';
import type { Dimension } from './guess-dimensions.ts';
import { isId, isNumber, type KnownColumn } from './kinds.ts';
import { plainName, plural } from './names.ts';

/** A measure with the reason it is aggregated this way. `column` is null for a count of the rows. */
export type Measure = {
  name: string;
  kind: 'count' | 'sum' | 'average' | 'last' | 'distinct' | 'ratio';
  column: KnownColumn | null;
  /** What an average counts each value by. */
  weight: KnownColumn | null;
  scale: number | null;
  parts: [string, string] | null;
  why: string;
};

/** A number that is not added up, with what to do about it. */
export type NotAdded = { column: KnownColumn; why: string };

/** A companion per distinct count is kept and refreshed: a few are enough to begin with. */
const mostDistinct = 3;

export function guessMeasures(
  table: string,
  columns: readonly KnownColumn[],
  dimensions: readonly Dimension[],
  unique: (name: string) => string,
  timed: boolean,
): { measures: Measure[]; notAdded: NotAdded[] } {
  const measures: Measure[] = [];
  const notAdded: NotAdded[] = [];
  const add = (measure: Pick<Measure, 'name' | 'kind' | 'column' | 'why'> & Partial<Measure>) =>
    void measures.push({ weight: null, scale: null, parts: null, ...measure });

  const count = unique(plainName(table, 'all'));
  add({ name: count, kind: 'count', column: null, why: 'Rows add up.' });
  const others: NotAdded[] = [];
  const grouped = new Set(dimensions.map((dimension) => dimension.column));
  for (const column of columns) {
    if (grouped.has(column) || column.distinct === 0 || !isNumber(column.sqlType) || isId(column)) continue;
    const why = reasonNotToAdd(column.plain);
    if (why) others.push({ column, why: why(column.plain, count) });
    else add({ name: unique(column.plain), kind: 'sum', column, scale: scaleOf(column), why: reasonToAdd(column) });
  }
  // After the sums, whose names may be those of an average's parts.
  for (const other of others) {
    const guess = averageOf(other.column, columns) ?? (timed ? lastOf(other.column) : null);
    const name = guess && freeName(guess, unique);
    if (name) add({ ...guess, name });
    else notAdded.push(other);
  }
  const sum = measures.find((measure) => measure.kind === 'sum' && amount.test(measure.name)) ?? measures.find(isSum);
  if (sum) {
    const scale = Math.max(2, sum.scale ?? 0);
    const why = 'Total by total for whatever rows are asked for, never an average of averages.';
    add({
      name: unique(`average_${sum.name}`.slice(0, 40)),
      kind: 'ratio',
      column: null,
      scale,
      parts: [sum.name, count],
      why,
    });
  }
  const things = columns.filter(
    (column) => !column.unique && isId(column) && column.distinct !== 0 && countable(column),
  );
  for (const [index, column] of things.entries()) {
    const thing = column.plain.replace(/_?(id|ids|uuid|guid|key|pk|fk)$/, '');
    const why = `Different ${column.plain} values are counted again under any filter, for such counts do not add up.`;
    if (index < mostDistinct)
      add({ name: unique(plural(thing || column.plain).slice(0, 40)), kind: 'distinct', column, why });
    else notAdded.push({ column, why: 'An id: distinct(…) would count it, with a companion table of its own.' });
  }
  return { measures, notAdded };
}

const price = /(^|_)(unit_price|unit_cost|price|list_price)(_|$)/;

const mean = /(^|_)(score|rating|stars|temperature|age|speed|height)(_|$)/;
const level = /(^|_)(balance|stock|inventory|level|on_hand|headcount)(_|$)/;

type Guess = Omit<Measure, 'name' | 'parts'>;

/** The mean of a price, by what was sold at it where the table tells, or of a score. */
function averageOf(column: KnownColumn, columns: readonly KnownColumn[]): Guess | null {
  const isPrice = price.test(column.plain);
  if (!isPrice && !mean.test(column.plain)) return null;
  const scale = Math.max(2, declaredScale(column) ?? column.scale ?? 2);
  const quantity = isPrice ? columns.find(isQuantity) : undefined;
  if (!quantity) {
    const why = 'Its total means nothing, its average does: each row counts once, or by a { weight } you name.';
    return { kind: 'average', column, weight: null, scale: Math.min(6, scale), why };
  }
  const why = `A price: its average, by what was sold at it.${revenueHint(column, quantity)}`;
  return { kind: 'average', column, weight: quantity, scale: Math.min(6, scale), why };
}

const isQuantity = (column: KnownColumn) =>
  isNumber(column.sqlType) && column.distinct !== 0 && !isId(column) && /(^|_)(quantity|qty|units)$/.test(column.plain);

/** How to write what a table of prices and quantities is most likely about. Only names that need no quoting are shown. */
function revenueHint(column: KnownColumn, quantity: KnownColumn): string {
  if (column.plain !== column.name || quantity.plain !== quantity.name) return '';
  const scale = declaredScale(column) ?? column.scale ?? 2;
  return (
    ` For revenue, select sql<string>\`${quantity.name} * ${column.name}\`.as('amount') in \`from\` ` +
    `(import { sql } from 'kysely') and add amount: sum('amount', { scale: ${scale} }).`
  );
}

function lastOf(column: KnownColumn): Guess | null {
  if (!level.test(column.plain)) return null;
  const why = 'A level at a moment: adds up over everything but time, of which the last moment counts.';
  return { kind: 'last', column, weight: null, scale: scaleOf(column), why };
}

/** A name for a measure, and for the two sums an average is stored as; null where these are taken. */
function freeName({ kind, column }: Guess, unique: (name: string) => string): string | null {
  const name = unique(column?.plain ?? '');
  if (kind !== 'average') return name;
  return Object.values(partsOfAverage(name)).every((part) => unique(part) === part) ? name : null;
}

const isSum = (measure: Measure) => measure.kind === 'sum';
const amount = /(^|_)(amount|revenue|sales|total|price_total|value|net|gross|paid|spend|cost)$/;

function countable(column: KnownColumn): boolean {
  return isNumber(column.sqlType) || column.sqlType === 'uuid' || column.sqlType === 'text';
}

/** The digits that sums of a column have; null where it has none after the point. */
function scaleOf(column: KnownColumn): number | null {
  // A type says how a total is stored; only a written scale says that 72692 is shown as 72,692.00 beside 291,071.20.
  return roundedTo(column) ?? (declaredScale(column) || null);
}

/** Floats are added as exact decimals of so many digits; a numeric of any scale as the sample has them. */
function roundedTo(column: KnownColumn): number | null {
  if (column.sqlType === 'numeric') return Math.min(6, column.scale ?? 2);
  return column.sqlType === 'real' || column.sqlType === 'double precision' ? 2 : null;
}

/** `s` of `numeric(p,s)`. */
function declaredScale({ sqlType }: KnownColumn): number | null {
  const scale = /^numeric\(\d+,(\d+)\)$/.exec(sqlType)?.[1];
  return scale === undefined ? null : Number(scale);
}

function reasonToAdd(column: KnownColumn): string {
  const known =
    /(^|_)(amount|revenue|sales|total|value|net|gross|tax|cost|fee|discount|paid|refund|quantity|qty|count|units|clicks|views|impressions|visits|seconds|minutes|hours|duration|bytes|distance|miles|km|weight|points|spend)$/;
  const digits = roundedTo(column);
  const rounded = digits === null ? '' : ` Each value is rounded to ${digits} digits, then added exactly.`;
  if (known.test(column.plain) || /^(n|num|total|sum)_/.test(column.plain)) return `An amount: adds up.${rounded}`;
  return `Taken for an amount, which adds up; remove it if it is a level, a rate or a code.${rounded}`;
}

type Words = (column: string, count: string) => string;

/** Why a number is not added up, by its name; null where it is taken for an amount. */
function reasonNotToAdd(name: string): Words | null {
  if (/^(total|sum)_|_(total|sum)$/.test(name)) return null;
  return notAdditive.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

const notAdditive: [RegExp, Words][] = [
  [
    price,
    () => "A price: multiply it by the quantity in `from` and sum that; the average price is then ratio('…', '…').",
  ],
  [
    /(^|_)(rate|ratio|pct|percent|percentage|share|probability|margin|fx|exchange|ctr|cvr)(_|$)/,
    () => "A rate: its parts add up, it does not. Sum both and write ratio('…', '…').",
  ],
  [
    /(^|_)(avg|average|mean|median|stddev|variance|p\d\d)(_|$)|_per_/,
    () => "An average: averages do not add up. Sum what it was made from and write ratio('…', '…').",
  ],
  [
    mean,
    (column, count) =>
      `Its total means nothing, its average does: ${column}_total: sum('${column}') and ratio('${column}_total', '${count}').`,
  ],
  [level, () => 'A level at a moment: adding days up would count it again each day. max(…) or min(…) are right.'],
  [/(^|_)(min|max|minimum|maximum|first|last)(_|$)/, () => 'An extreme: min(…) or max(…) are right, a sum is not.'],
  [/(^|_)(year|yr|month|day|week|quarter|hour|minute|dow|doy|weekday|epoch|timestamp)$/, () => 'A part of a date.'],
  [/(^|_)(lat|lon|lng|latitude|longitude|x|y|z)$/, () => 'A place.'],
  [
    /(^|_)(code|zip|postcode|phone|no|nr|number|num|version|seq|sequence|index|idx|position|pos|rank|ordinal|line|sort|order|status|type|level|flag|port|pid|sku)$/,
    () => 'A name or a place in a row, not an amount.',
  ],
];
