import type { Proposal } from './propose.ts';

/** The index with a proposal in its lists, or null when it does not have its usual shape and a person has to do it. */
export function addToIndex(index: string, { summary, dashboard }: Proposal): string | null {
  if (!summary) return null;
  const lists = /^( *summaries: \[)([\w\s,]*)(\],\n *dashboards: \[)([\w\s,]*)(\],)$/m;
  const imports = [...index.matchAll(/^import .* from '.*';$/gm)].at(-1);
  if (!lists.test(index) || !imports) return null;
  if (new RegExp(`\\b(${summary.constant}|${dashboard.constant})\\b`).test(index)) return null;
  const end = imports.index + imports[0].length;
  const added = importLines({ summary, dashboard }).join('\n');
  return `${index.slice(0, end)}\n${added}${index.slice(end)}`.replace(
    lists,
    (_, before: string, summaries: string, between: string, dashboards: string, after: string) =>
      `${before}${joined(summaries, summary.constant)}${between}${joined(dashboards, dashboard.constant)}${after}`,
  );
}

/** The imports the index needs for a proposal. */
export function importLines({ summary, dashboard }: Pick<Proposal, 'summary' | 'dashboard'>): string[] {
  if (!summary) return [];
  return [
    `import { ${dashboard.constant} } from './dashboards/${dashboard.name}.ts';`,
    `import { ${summary.constant} } from './summaries/${summary.file}.ts';`,
  ];
}

function joined(list: string, name: string): string {
  const names = list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return [...names, name].join(', ');
}
