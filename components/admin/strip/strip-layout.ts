import { parseDay } from '#components/format/date.ts';
import type { PartitionWidth } from '#lib/refresh/view/strip-types.ts';

/** Where the cell of each partition lies. Time runs as text does: to the right, then in the next row. */
export type StripLayout = {
  width: number;
  height: number;
  cell: { width: number; height: number };
  /** The left upper corner of each cell, and the row it is in. */
  at: readonly { x: number; y: number; row: number }[];
  rows: readonly { y: number; day: string; first: number; last: number }[];
};

const labelWidth = 68;
const monthGap = 6;
const tallest = 440;

/** The rows a strip could have: how many slots each has, and in which of them a day lies. */
type Grid = { slots: number; gaps: number; place: (day: string) => { row: number; slot: number; gap: number } };

const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** Months keep their 31 slots, so the same day of the month stands under itself. */
const months = (perRow: number): Grid => ({
  slots: 31 * perRow,
  gaps: perRow - 1,
  place: (day) => {
    const month = monthOf(day);
    const within = month % perRow;
    return { row: Math.floor(month / perRow), slot: within * 31 + Number(day.slice(8)) - 1, gap: within };
  },
});

const weekMilliseconds = 7 * 86_400_000;

const grids: Record<PartitionWidth, readonly Grid[]> = {
  day: [months(12), months(6), months(3), months(1)],
  week: [
    {
      slots: 53,
      gaps: 0,
      place: (day) => {
        const year = Number(day.slice(0, 4));
        return { row: year, slot: Math.floor((parseDay(day) - Date.UTC(year, 0, 1)) / weekMilliseconds), gap: 0 };
      },
    },
  ],
  month: [
    { slots: 12, gaps: 0, place: (day) => ({ row: Math.floor(monthOf(day) / 12), slot: monthOf(day) % 12, gap: 0 }) },
  ],
  quarter: [
    {
      slots: 4,
      gaps: 0,
      place: (day) => ({ row: Math.floor(monthOf(day) / 12), slot: Math.floor((monthOf(day) % 12) / 3), gap: 0 }),
    },
  ],
  year: [
    {
      slots: 10,
      gaps: 0,
      place: (day) => ({ row: Math.floor(Number(day.slice(0, 4)) / 10), slot: Number(day.slice(0, 4)) % 10, gap: 0 }),
    },
  ],
};

const widest: Record<PartitionWidth, number> = { day: 16, week: 22, month: 44, quarter: 44, year: 44 };

/**
 * The longest rows whose cells are still wide enough to point at; narrower ones only where the strip would else be taller than
 * it should. What fits at no width scrolls, with cells for fingers.
 */
export function stripLayout(days: readonly string[], by: PartitionWidth, width: number, bars: number): StripLayout {
  const layouts = grids[by].map((grid) => layoutOf(grid, days, by, width, bars));
  const wideEnough = (pitch: number) => layouts.find((layout) => layout.pitch >= pitch);
  const fits = [11, 6, 3].map(wideEnough).find((layout) => layout && layout.height <= tallest);
  const chosen = fits ?? wideEnough(6) ?? layouts.at(-1);
  if (!chosen) throw new Error(`Partitions by ${by} have no grid.`);
  return chosen;
}

function layoutOf(grid: Grid, days: readonly string[], by: PartitionWidth, width: number, bars: number) {
  const free = width - labelWidth - grid.gaps * monthGap - 2;
  const pitch = Math.max(1, Math.min(widest[by], free / grid.slots));
  const cell = { width: pitch - (pitch > 8 ? 2 : pitch > 4 ? 1 : 0.5), height: Math.min(16, Math.max(12, pitch - 2)) };
  const rowHeight = cell.height + 6 + bars * 5;
  const at: { x: number; y: number; row: number }[] = [];
  const rows: { y: number; day: string; first: number; last: number }[] = [];
  let before: number | null = null;
  for (const [index, day] of days.entries()) {
    const { row, slot, gap } = grid.place(day);
    if (row !== before) rows.push({ y: rows.length * rowHeight + 3, day, first: index, last: index });
    before = row;
    const current = rows.at(-1);
    if (!current) continue;
    current.last = index;
    at.push({ x: labelWidth + slot * pitch + gap * monthGap + 1, y: current.y, row: rows.length - 1 });
  }
  return { width, height: rows.length * rowHeight + 2, cell, at, rows, pitch };
}

/** The partition under a point, or the one nearest to it in its row. */
export function indexAt(layout: StripLayout, x: number, y: number): number {
  const { rows, at, cell } = layout;
  const below = rows.findIndex((row) => row.y > y + 3);
  const row = rows[below === -1 ? rows.length - 1 : Math.max(0, below - 1)];
  if (!row) return 0;
  let [low, high] = [row.first, row.last];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at[middle]?.x ?? 0) <= x + 1) low = middle;
    else high = middle - 1;
  }
  // Between two months the nearer day is meant.
  const [here, next] = [at[low], low < row.last ? at[low + 1] : undefined];
  return here && next && next.x - x < x - (here.x + cell.width) ? low + 1 : low;
}

/** The partition of the row above or below that lies nearest. */
export function indexInNextRow(layout: StripLayout, index: number, rows: -1 | 1): number {
  const here = layout.at[index];
  const row = here && layout.rows[here.row + rows];
  if (!here || !row) return index;
  return indexAt(layout, here.x + layout.cell.width / 2, row.y + 1);
}

/** Boxes around partitions, one for each row they touch. */
export function boxesAround(layout: StripLayout, first: number, last: number) {
  const boxes: { x: number; y: number; width: number; height: number }[] = [];
  for (const row of layout.rows) {
    const from = layout.at[Math.max(first, row.first)];
    const to = layout.at[Math.min(last, row.last)];
    if (!from || !to || row.last < first || row.first > last) continue;
    boxes.push({ x: from.x, y: row.y, width: to.x + layout.cell.width - from.x, height: layout.cell.height });
  }
  return boxes;
}
