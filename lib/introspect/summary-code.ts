import { comment, key, named, text } from './code.ts';
import type { Dimension } from './guess-dimensions.ts';
import type { Measure } from './guess-measures.ts';
import type { KnownColumn } from './kinds.ts';
import { isPlain } from './names.ts';
import type { Proposal } from './propose.ts';

/** The file that declares the summary; null when there is nothing to group by. */
export function summaryCode({ table, source, summary }: Proposal): string | null {
  if (!summary) return null;
  const { time, dimensions, measures } = summary;
  const used = new Set<KnownColumn>([
    ...(time ? [time.column] : []),
    ...dimensions.map(({ dimension }) => dimension.column),
    ...measures.flatMap(({ column, weight }) => [column, weight].filter((each) => each !== null)),
  ]);
  const selected = [...used].map(selection).join(', ');
  // A row without a time belongs to no day, and a build refuses it.
  const filter = time && !time.column.notNull ? notNull(time.column) : '';
  const checked = measures.filter((measure) => measure.kind === 'sum').slice(0, 3);
  const uses = {
    columns: [...new Set(measures.map((measure) => measure.kind))],
    grain: [...(time ? ['date'] : []), ...new Set(dimensions.map(({ dimension }) => dimension.kind))],
    sql: [...used].some((column) => !isWord(column.name)) || filter.includes('sql<'),
  };
  const rows = `db.selectFrom(${text(`${table.schema}.${table.name}`)}).select([${selected}])${filter}`;
  return `${uses.sql ? "import { sql } from 'kysely';\n" : ''}${checked.length > 0 ? "import { conserves } from '#lib/definition/checks.ts';\n" : ''}import { ${uses.columns.sort().join(', ')} } from '#lib/definition/columns.ts';
import { ${uses.grain.sort().join(', ')} } from '#lib/definition/grain.ts';
import { defineSummary, rowsFrom } from '#lib/definition/summary.ts';
import { ${source.constant} } from '../sources/${source.file}.ts';

export const ${summary.constant} = defineSummary({
  name: ${text(summary.name)},
  description: ${text(`Rows of ${table.schema}.${table.name}${time ? ' per day' : ''}${by(dimensions, time !== null)}.`)},
  from: rowsFrom([${source.constant}], (db) => ${rows}),
  grain: {
    ${grainLines(summary).join('\n    ')}
  },
  columns: {
    ${measureLines(summary).join('\n    ')}
  },
  ${refreshLines(time).join('\n  ')}
  ${checked.length > 0 ? `checks: [${checked.map((measure) => `conserves(${text(measure.name)})`).join(', ')}],` : ''}
});
`;
}

type Summary = NonNullable<Proposal['summary']>;

function grainLines({ time, dimensions, leftOut }: Summary): string[] {
  const others = time?.others ?? [];
  return [
    ...(others.length > 0
      ? [
          comment(
            `Other times: ${others.map((column) => named(column.name)).join(', ')}. The one that says when a row happened is right.`,
          ),
        ]
      : []),
    ...(time ? [`${key(time.name)}: date(${text(time.column.plain)}),`] : []),
    ...dimensions.map(({ name, dimension }) => {
      const of = name === dimension.column.plain ? '' : text(dimension.column.plain);
      return `${key(name)}: ${dimension.kind}(${of}),`;
    }),
    ...leftOut.map(({ column }) =>
      comment(
        `Left out: ${named(column.name)} (${column.distinct ?? 'unknown'} values), for each dimension multiplies the rows.`,
      ),
    ),
  ];
}

function measureLines({ measures, notAdded }: Summary): string[] {
  return [
    comment("An amount of money may say its currency: { unit: 'USD' }."),
    ...measures.flatMap((measure) => [comment(measure.why), `${key(measure.name)}: ${measureCall(measure)},`]),
    ...notAdded.map(({ column, why }) => comment(`Left out: ${named(column.name)}. ${why}`)),
  ];
}

function measureCall({ kind, column, weight, scale, parts }: Measure): string {
  const of = (parts ?? (column ? [column.plain] : [])).map(text);
  const options = [
    ...(weight ? [`weight: ${text(weight.plain)}`] : []),
    ...(scale === null ? [] : [`scale: ${scale}`]),
  ];
  return `${kind}(${[...of, ...(options.length === 0 ? [] : [`{ ${options.join(', ')} }`])].join(', ')})`;
}

function refreshLines(time: Summary['time']): string[] {
  const local = time?.column.sqlType === 'timestamptz';
  return [
    ...(time
      ? [
          comment(
            'Each refresh builds the newest days again, so many before the last published one, for rows that arrive late.',
          ),
          "refresh: { by: 'day', lookBack: 3, every: '15 minutes' },",
        ]
      : ["refresh: { every: '1 hour' },"]),
    comment(
      local
        ? "The zone whose midnight begins a day, such as 'America/New_York': 'UTC' is a guess."
        : "The zone its days are told in, such as 'America/New_York': 'UTC' is a guess.",
    ),
    "zone: 'UTC',",
  ];
}

function by(dimensions: readonly { name: string; dimension: Dimension }[], timed: boolean): string {
  if (dimensions.length === 0) return '';
  return `${timed ? ', ' : ' per '}${dimensions.map(({ name }) => name.replaceAll('_', ' ')).join(', ')}`;
}

/** Names that a Kysely query takes as they are: it reads a point as a table's, and ` as ` as another name. */
const isWord = (name: string) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);

function selection(column: KnownColumn): string {
  if (column.name === column.plain && isPlain(column.name)) return text(column.name);
  if (isWord(column.name)) return text(`${column.name} as ${column.plain}`);
  return `sql\`\${sql.id(${text(column.name)})}\`.as(${text(column.plain)})`;
}

function notNull(column: KnownColumn): string {
  return isWord(column.name)
    ? `.where(${text(column.name)}, 'is not', null)`
    : `.where(sql<boolean>\`\${sql.id(${text(column.name)})} is not null\`)`;
}
