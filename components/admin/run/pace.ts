import type { RunDetail, UnitView } from '#lib/refresh/view/run-types.ts';

/** The newest units tell the pace: the first ones of a run often find everything cold. */
const pacingUnits = 20;

const durationOf = ({ startedAt, finishedAt }: UnitView) =>
  startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null;

/** Milliseconds a run has still to go: by its own pace, before its first unit by that of earlier runs; null when nothing tells. */
export function remaining({ units, pace, now }: Pick<RunDetail, 'units' | 'pace' | 'now'>): number | null {
  const durations = units
    .flatMap((unit) => durationOf(unit) ?? [])
    .slice(-pacingUnits)
    .filter((duration) => duration >= 0);
  const each =
    durations.length > 0
      ? durations.reduce((sum, duration) => sum + duration, 0) / durations.length
      : pace && pace.secondsPerUnit * 1000;
  if (each === null || units.length === 0) return null;
  const waiting = units.filter((unit) => unit.state === 'pending').length;
  const building = units.find((unit) => unit.state === 'building');
  const elapsed = building?.startedAt ? Math.max(0, Date.parse(now) - Date.parse(building.startedAt)) : 0;
  return waiting * each + (building ? Math.max(0, each - elapsed) : 0);
}

/** Rows of everything a run has built so far; null while nothing is known. */
export function builtRows(units: readonly UnitView[]): string | null {
  const known = units.flatMap((unit) => (unit.built === null ? [] : [BigInt(unit.built)]));
  return known.length > 0 ? String(known.reduce((sum, rows) => sum + rows, 0n)) : null;
}
