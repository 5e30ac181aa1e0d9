import type { RefreshPreview } from '#lib/refresh/preview/preview-types.ts';

const mostRanges = 5;

/** A preview as lines for a terminal. */
export function previewText(summary: string, preview: RefreshPreview): string[] {
  const { units, partitions, first, last, ranges, held, estimate, cost, columns, downstream } = preview;
  const lines: [string, string | null][] = [
    [
      'units',
      units === 0
        ? 'none: there is nothing to do'
        : `${units}, with ${partitions} partitions${first ? `, ${first} to ${last}` : ''}`,
    ],
    ['days', listed(ranges.map(({ from, to }) => `${from}..${to}`))],
    ['held', listed(held.map(({ from, to }) => `${from}..${to}`))],
    [
      'time',
      units === 0 || !estimate
        ? null
        : `about ${estimate.seconds} s, by the last ${estimate.runs === 1 ? 'run' : `${estimate.runs} runs`}`,
    ],
    ['cost', cost && `${cost.total} for ${cost.rows} rows, as the warehouse plans the build of ${summary}`],
    ...columns.map((change): [string, string] => ['columns', columnText(change)]),
    ['summaries', listed(downstream.summaries, Number.POSITIVE_INFINITY)],
    [
      'dashboards',
      listed(
        downstream.dashboards.map((each) => each.title),
        Number.POSITIVE_INFINITY,
      ),
    ],
  ];
  return [
    `${summary}: ${preview.kind}, because of this: ${preview.why}.`,
    ...lines.flatMap(([label, text]) => (text === null ? [] : [`  ${label.padEnd(11)}${text}`])),
  ];
}

function listed(texts: string[], most = mostRanges): string | null {
  if (texts.length === 0) return null;
  const more = texts.length > most ? ` and ${texts.length - most} more` : '';
  return `${texts.slice(0, most).join(', ')}${more}`;
}

function columnText({ summary, added, removed, retyped }: RefreshPreview['columns'][number]): string {
  const parts = [
    ...added.map((name) => `+${name}`),
    ...removed.map((name) => `-${name}`),
    ...retyped.map(({ column, before, after }) => `${column}: ${before} -> ${after}`),
  ];
  return `${summary}: ${parts.join(', ')}`;
}
