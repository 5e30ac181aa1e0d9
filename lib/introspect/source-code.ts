import { comment, key, named, text } from './code.ts';
import type { Proposal } from './propose.ts';

/** The file that declares the raw table. */
export function sourceCode({ table, known, unknown, source, summary }: Proposal): string {
  const columns = known.map(
    (column) => `${key(column.name)}: ${text(column.notNull ? column.sqlType : `${column.sqlType} null`)},`,
  );
  const left = unknown.map((column) => {
    const why =
      column.name === '__proto__' ? 'a name JavaScript keeps for itself' : `${column.type}, which no summary reads`;
    return comment(`Left out: ${named(column.name)} is ${why}.`);
  });
  const time = summary?.time?.column;
  const lag = time?.sqlType === 'date' ? '' : ", lag: '5 minutes'";
  const watermark = time
    ? [
        comment(`Complete up to the newest ${named(time.name)}, less the time that late rows may take.`),
        comment(
          `The day of the newest row is not over, so pages leave it out. A table that nothing is added to any more has watermark: 'closed'.`,
        ),
        `watermark: { column: ${text(time.name)}${lag} },`,
      ]
    : [];
  return `import { defineSource } from '#lib/definition/source.ts';

export const ${source.constant} = defineSource({
  name: ${text(source.name)},
  table: ${text(`${table.schema}.${table.name}`)},
  description: ${text(table.comment ?? `Rows of ${table.schema}.${table.name}.`)},
  columns: {
    ${[...columns, ...left].join('\n    ')}
  },
  ${watermark.join('\n  ')}
});
`;
}
