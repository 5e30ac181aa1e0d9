import { oneOf } from './problem.ts';
import { type ShownGrain, type Tile, tileOptions } from './tiles.ts';

type Add = (path: string, found: string, expected: string, todo: string) => void;

export const shownGrains: readonly ShownGrain[] = ['day', 'week', 'month', 'quarter', 'year'];

const words: { readonly [Option in 'compare' | 'totals' | 'grain']: readonly NonNullable<Tile[Option]>[] } = {
  compare: ['previous period', 'previous year'],
  totals: ['none', 'grand', 'all'],
  grain: shownGrains,
};

/** What the types of a tile's options say, for definitions that no editor has checked. */
export function checkTileOptions(tile: Tile, path: string, add: Add): void {
  for (const option of tile.unknown ?? [])
    add(
      path,
      `the option '${option}'`,
      oneOf(tileOptions[tile.kind], option),
      `correct its name, or leave it out: no ${tile.kind} has it`,
    );
  for (const [option, known] of Object.entries(words) as [keyof typeof words, readonly string[]][]) {
    const value = tile[option];
    if (value !== null && !known.includes(value))
      add(path, `${option}: ${shown(value)}`, oneOf(known, String(value)), 'correct the word');
  }
  for (const option of ['others', 'stacked'] as const) {
    if (typeof tile[option] !== 'boolean')
      add(path, `${option}: ${shown(tile[option])}`, 'true or false', 'correct the option');
  }
  if (tile.limit !== null && !isWhole(tile.limit, Infinity))
    add(path, `limit ${tile.limit}`, 'a whole number from 1', 'correct the limit');
  if (tile.width !== null && !isWhole(tile.width, 12))
    add(path, `width ${tile.width}`, 'a whole number from 1 to 12', 'correct the width');
  if (tile.height !== null && !isWhole(tile.height, Infinity))
    add(path, `height ${tile.height}`, 'a whole number from 1', 'correct the height');
  if (tile.split && tile.compare)
    add(path, 'a split and compare', 'one of them', 'leave one out: beside a split no other period is drawn');
}

const isWhole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;

const shown = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));
