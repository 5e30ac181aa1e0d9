import type { PartitionState } from '#lib/refresh/view/strip-types.ts';
import type { StripLayout } from './strip-layout.ts';

type Box = { x: number; y: number; width: number; height: number };

const round = (value: number) => Math.round(value * 100) / 100;
const rectangle = ({ x, y, width, height }: Box) =>
  `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;

/** The edge of a box as an area, so that every shape is filled. */
const frame = ({ x, y, width, height }: Box, line = 1) =>
  rectangle({ x, y, width, height }) +
  `M${round(x + line)} ${round(y + line)}v${round(height - 2 * line)}h${round(width - 2 * line)}v${round(2 * line - height)}z`;

/** Each state has a shape of its own, for eyes that do not tell its colour. */
const shapes: Record<PartitionState, (box: Box) => string> = {
  fresh: rectangle,
  building: rectangle,
  missing: frame,
  planned: (box) =>
    frame(box) +
    rectangle({
      x: box.x + box.width * 0.3,
      y: box.y + box.height * 0.35,
      width: box.width * 0.4,
      height: box.height * 0.3,
    }),
  pending: (box) => frame(box) + rectangle({ ...box, y: box.y + box.height / 2, height: box.height / 2 }),
  failed: ({ x, y, width, height }) =>
    rectangle({ x, y, width, height: height * 0.4 }) +
    rectangle({ x, y: y + height * 0.6, width, height: height * 0.4 }),
  held: ({ x, y, width, height }) =>
    rectangle({ x, y, width: width * 0.38, height }) +
    rectangle({ x: x + width * 0.62, y, width: width * 0.38, height }),
  quarantined: ({ x, y, width, height }) =>
    `M${round(x + width / 2)} ${round(y)}L${round(x + width)} ${round(y + height / 2)}L${round(x + width / 2)} ${round(y + height)}L${round(x)} ${round(y + height / 2)}z`,
};

export const shapeOf = (state: PartitionState, box: Box): string => shapes[state](box);

/** One path for each state: a strip of thousands of partitions is a handful of elements. */
export function statePaths(layout: StripLayout, states: readonly PartitionState[]): Map<PartitionState, string> {
  const parts = new Map<PartitionState, string[]>();
  for (const [index, state] of states.entries()) {
    const at = layout.at[index];
    if (!at) continue;
    const shape = shapeOf(state, { x: at.x, y: at.y, ...layout.cell });
    const list = parts.get(state);
    if (list) list.push(shape);
    else parts.set(state, [shape]);
  }
  return new Map([...parts].map(([state, list]) => [state, list.join('')]));
}

/** What each state is filled with. */
export const stateFill: Record<PartitionState, string> = {
  fresh: 'fill-success/65',
  pending: 'fill-warning',
  planned: 'fill-primary',
  building: 'fill-primary',
  failed: 'fill-destructive',
  quarantined: 'fill-chart-4',
  held: 'fill-chart-6',
  missing: 'fill-input',
};

/** In the order of a legend. */
export const legendOrder: readonly PartitionState[] = [
  'fresh',
  'pending',
  'missing',
  'failed',
  'quarantined',
  'held',
  'planned',
  'building',
];
