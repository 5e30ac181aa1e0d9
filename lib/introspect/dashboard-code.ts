import { text } from './code.ts';
import type { Proposal } from './propose.ts';

/** The file that declares a small dashboard over the summary. */
export function dashboardCode({ summary, dashboard }: Proposal): string | null {
  if (!summary) return null;
  const { constant, measures, time } = summary;
  const reference = (name: string) => `${constant}.${name}`;
  const count = measures.find((measure) => measure.kind === 'count')?.name ?? '';
  const sum = measures.find((measure) => measure.kind === 'sum')?.name;
  const ratio = measures.find((measure) => measure.kind === 'ratio');
  const main = ratio?.parts?.[0] ?? sum ?? count;
  const numbers = [...new Set([main, count, ratio?.name, measures.find((each) => each.kind === 'distinct')?.name])];
  const [first] = summary.dimensions;
  const compared = time ? ", { compare: 'previous period' }" : '';
  const tiles = [
    ...numbers.flatMap((name) => (name ? [`number(${text(words(name))}, ${reference(name)}${compared}),`] : [])),
    ...(time
      ? [
          `line(${text(`${words(main)} by day`)}, ${reference(main)}, { by: ${text(time.name)}, width: ${first ? 8 : 12} }),`,
        ]
      : []),
    ...(first
      ? [
          `bar(${text(`${words(main)} by ${plainWords(first.name)}`)}, ${reference(main)}, { by: ${text(first.name)}, limit: 12, width: ${time ? 4 : 12} }),`,
          `table(${text(`By ${plainWords(first.name)}`)}, [${shown(numbers).map(reference).join(', ')}], { by: ${text(first.name)}, sort: ${text(`-${main}`)}, width: 12 }),`,
        ]
      : []),
  ];
  const choices = summary.dimensions.slice(0, 3);
  const filters = [
    ...(time ? ["period: dateRange('last 28 days'),"] : []),
    ...choices.map(({ name }) => `${filterName(name)}: choice(${constant}, ${text(name)}),`),
  ];
  const uses = ['number', ...(time ? ['line'] : []), ...(first ? ['bar', 'table'] : [])].sort();
  const filterUses = [...(choices.length > 0 ? ['choice'] : []), ...(time ? ['dateRange'] : [])];
  return `import { defineDashboard } from '#lib/definition/dashboard.ts';
import { ${filterUses.join(', ')} } from '#lib/definition/filters.ts';
import { ${uses.join(', ')} } from '#lib/definition/tiles.ts';
import { ${constant} } from '../summaries/${summary.file}.ts';

export const ${dashboard.constant} = defineDashboard({
  name: ${text(dashboard.name)},
  title: ${text(dashboard.title)},
  filters: {
    ${filters.join('\n    ')}
  },
  tiles: [
    ${tiles.join('\n    ')}
  ],
});
`;
}

const shown = (names: (string | undefined)[]) => names.filter((name): name is string => name !== undefined);

const plainWords = (name: string) => name.replaceAll('_', ' ').trim();

function words(name: string): string {
  const text = plainWords(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Filters stand in links beside what the page itself keeps there. */
function filterName(name: string): string {
  return ['epoch', 'dashboard', 'tile', 'tab', 'period'].includes(name) ? `${name}_is` : name;
}
