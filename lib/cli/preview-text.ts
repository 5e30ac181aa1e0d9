import type { RefreshPreview } from '#lib/refresh/preview/preview-types.ts';
import type { RefreshRange } from '#lib/refresh/view/overview-types.ts';

const mostRanges = 5;

/** A preview as lines for a terminal. */
export function previewText(summary: string, preview: RefreshPreview): string[] {
  const { ranges, held, cost, columns, downstream } = preview;
  const lines: [string, string | null][] = [
    ['units', unitsText(preview)],
    ['days', listed(ranges.map(daysText), mostRanges)],
    ['held', listed(held.map(daysText), mostRanges)],
    ['time', timeText(preview)],
    ['cost', cost && `${cost.total} for ${cost.rows} rows, as the warehouse plans the build of ${summary}`],
    ...columns.map((change): [string, string] => ['columns', columnText(change)]),
    ['summaries', listed(downstream.summaries)],
    ['dashboards', listed(downstream.dashboards.map((each) => each.title))],
  ];
  return [
    `${summary}: ${preview.kind}, because of this: ${preview.why}.`,
    ...lines.flatMap(([label, text]) => (text === null ? [] : [`  ${label.padEnd(11)}${text}`])),
  ];
}

function unitsText({ units, partitions, first, last }: RefreshPreview): string {
  if (units === 0) return 'none: there is nothing to do';
  return `${units}, with ${partitions} partitions${first ? `, ${first} to ${last}` : ''}`;
}

function timeText({ units, estimate }: RefreshPreview): string | null {
  if (units === 0 || !estimate) return null;
  return `about ${estimate.seconds} s, by the last ${estimate.runs === 1 ? 'run' : `${estimate.runs} runs`}`;
}

const daysText = ({ from, to }: RefreshRange) => `${from}..${to}`;

function listed(texts: string[], most = texts.length): string | null {
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
