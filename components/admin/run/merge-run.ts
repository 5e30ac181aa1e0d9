import type { KnownOfRun, RunDetail } from '#lib/refresh/view/run-types.ts';

/** What is known of a run already: asked for, so that only news is sent. */
export function knownOf(detail: RunDetail): KnownOfRun {
  return { changedAt: detail.changedAt, log: detail.log.at(-1)?.id ?? null };
}

/** Lays news of a run over what was known before. */
export function mergeRun(before: RunDetail, news: RunDetail): RunDetail {
  const changed = new Map(news.units.map((unit) => [unit.unit, unit]));
  const known = new Set(before.units.map((unit) => unit.unit));
  const lines = new Set(before.log.map((line) => line.id));
  return {
    ...news,
    units: [
      ...before.units.map((unit) => changed.get(unit.unit) ?? unit),
      // The plan was frozen in between.
      ...news.units.filter((unit) => !known.has(unit.unit)),
    ],
    log: [...before.log, ...news.log.filter((line) => !lines.has(line.id))],
    logCut: before.logCut || news.logCut,
  };
}
