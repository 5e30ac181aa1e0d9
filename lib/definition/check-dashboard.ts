import { measureKey } from '#lib/query/measure-key.ts';
import { checkTileMeasures } from './check-tile-measures.ts';
import { checkTileOptions, shownGrains } from './check-tile-options.ts';
import { type DashboardDefinition, groupName, tileId } from './dashboard.ts';
import { parseDateRange } from './date-range.ts';
import { nests } from './grain.ts';
import { oneOf, type Problem } from './problem.ts';
import type { SummaryDefinition } from './summary.ts';
import type { Tile } from './tiles.ts';
import { timeOf } from './time-of.ts';

/** Everything wrong with a dashboard, given the summaries that are registered. */
export function checkDashboard(dashboard: DashboardDefinition, summaries: readonly SummaryDefinition[]): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, found: string, expected: string, todo: string) =>
    problems.push({ place: `${dashboard.place} › ${dashboard.name}${path}`, found, expected, todo });

  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(dashboard.name)) {
    add(
      '.name',
      `the name '${dashboard.name}'`,
      'up to 60 lower-case letters, digits and hyphens',
      'rename it; the name is its address /dashboards/<name>',
    );
  }
  if (dashboard.visibleTo?.length === 0) {
    add(
      '.visibleTo',
      'no group',
      "at least one, such as ['finance']",
      'name a group, or leave visibleTo out for everybody',
    );
  }
  for (const group of dashboard.visibleTo ?? []) {
    if (!groupName.test(group)) {
      add(
        '.visibleTo',
        `the group '${group}'`,
        'up to 60 lower-case letters, digits and hyphens',
        'use the name as it stands on the page Admin, People',
      );
    }
  }
  if (dashboard.tiles.length === 0) add('.tiles', 'no tile', 'at least one', 'add a tile');
  for (const [name, filter] of Object.entries(dashboard.filters)) {
    const path = `.filters.${name}`;
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name) || reserved.has(name)) {
      add(
        path,
        `the filter name '${name}'`,
        `lower-case letters, digits and underscores; not ${[...reserved].join(', ')}`,
        'rename it; the name stands in links',
      );
    }
    if (filter.kind === 'date-range') {
      if (!parseDateRange(filter.default)) {
        add(
          path,
          `the range '${filter.default}'`,
          "'last 28 days', 'month to date', 'all' or two days such as '2001-01-01..2001-06-30'",
          'correct the range',
        );
      }
    } else {
      checkRegistered(filter.summary, summaries, path, add);
      const grain = filter.summary.grain[filter.column];
      if (!grain) {
        add(
          path,
          `a choice of '${filter.column}', which ${filter.summary.name} does not have`,
          oneOf(Object.keys(filter.summary.grain), filter.column),
          'correct the column',
        );
      } else if (grain.kind === 'time') {
        add(
          path,
          `a choice of the time column '${filter.column}'`,
          'a dimension that is not time',
          'use dateRange(…) for time',
        );
      }
    }
  }
  for (const [index, tile] of dashboard.tiles.entries())
    checkTile(tile, `.tiles[${index}] (${tileId(index)}, '${tile.title}')`, summaries, add);
  return problems;
}

const reserved = new Set(['epoch', 'dashboard', 'tile', 'tab']);

type Add = (path: string, found: string, expected: string, todo: string) => void;

function checkRegistered(
  summary: SummaryDefinition,
  summaries: readonly SummaryDefinition[],
  path: string,
  add: Add,
): void {
  if (!summaries.includes(summary)) {
    add(
      path,
      `the summary '${summary.name}', which is not registered`,
      oneOf(
        summaries.map((each) => each.name),
        summary.name,
      ),
      'add it to the summaries in queries/index.ts',
    );
  }
}

function checkTile(tile: Tile, path: string, summaries: readonly SummaryDefinition[], add: Add): void {
  // A misspelt measure is undefined here when the definitions are not type-checked.
  if (tile.measures.length === 0 || tile.measures.some((measure) => measure === undefined)) {
    add(
      path,
      'a measure that does not exist',
      'a measure of a summary, such as dailySales.revenue',
      `name one of the measures of ${summaries.map((each) => each.name).join(', ')}`,
    );
    return;
  }
  const [first] = tile.measures;
  const summary = first?.summary;
  if (!summary) return;
  checkRegistered(summary, summaries, path, add);
  for (const measure of tile.measures) {
    if (!measure.summary.columns[measure.name]) {
      add(
        path,
        `the measure '${measure.name}', which ${measure.summary.name} does not have`,
        oneOf(Object.keys(measure.summary.columns), measure.name),
        'correct the name',
      );
    }
    if (measure.summary !== summary) {
      add(
        path,
        `measures of ${summary.name} and of ${measure.summary.name} on one tile`,
        'measures of one summary',
        'make two tiles, or a summary that has both',
      );
    }
  }
  for (const [part, column] of [
    ...tile.by.map((each) => ['by', each] as const),
    ...(tile.split ? [['split', tile.split] as const] : []),
  ]) {
    if (!summary.grain[column]) {
      add(
        path,
        `${part}: '${column}', which ${summary.name} does not have`,
        oneOf(Object.keys(summary.grain), column),
        'correct the column, or add it to the grain',
      );
    }
  }
  if (tile.split && tile.by.includes(tile.split))
    add(path, `split by '${tile.split}', which is also 'by'`, 'two different dimensions', 'leave split out');
  checkTime(tile, summary, path, add);
  checkDistinct(tile, summary, path, add);
  checkTileMeasures(tile, path, add);
  checkTileOptions(tile, path, add);
  if (tile.split && tile.measures.length > 1) {
    add(
      path,
      `${tile.measures.length} measures and a split`,
      'one measure when a tile is split',
      'leave the split out, or make a tile for each measure',
    );
  }
  const sortable = [...tile.by, ...tile.measures.map(({ name, as = 'value' }) => measureKey({ name, as }))];
  if (tile.sort && !sortable.includes(tile.sort.by)) {
    add(
      path,
      `sort by '${tile.sort.by}', which the tile does not show`,
      oneOf(sortable, tile.sort.by),
      'sort by a column of the tile',
    );
  }
}

function checkTime(tile: Tile, summary: SummaryDefinition, path: string, add: Add): void {
  const time = timeOf(summary);
  if ((tile.kind === 'line' || tile.kind === 'area') && (!time || !tile.by.includes(time.column))) {
    add(
      path,
      `a ${tile.kind} by '${tile.by.join(', ')}'`,
      time ? `by: '${time.column}', the time column of ${summary.name}` : 'a summary with a time column',
      'use bar(…) for what is not time',
    );
  }
  if (tile.grain && (!time || !tile.by.includes(time.column))) {
    add(
      path,
      `grain: '${tile.grain}' without the time column in 'by'`,
      time ? `by: '${time.column}'` : 'a summary with a time column',
      "leave 'grain' out",
    );
  } else if (tile.grain && time && shownGrains.includes(tile.grain) && !nests(time.bucket, tile.grain)) {
    add(
      path,
      `grain: '${tile.grain}' of ${time.bucket}s`,
      `a width that whole ${time.bucket}s make`,
      `a ${time.bucket} does not lie within one ${tile.grain}: use a summary of a finer grain`,
    );
  }
  if (tile.compare && !time)
    add(
      path,
      `compare: '${tile.compare}' on ${summary.name}, which has no time`,
      'a summary with a time column',
      "leave 'compare' out",
    );
}

/** A distinct count without companion answers only rows of exactly the summary's grain. */
function checkDistinct(tile: Tile, summary: SummaryDefinition, path: string, add: Add): void {
  const time = timeOf(summary);
  const grouped = new Set([...tile.by, ...(tile.split ? [tile.split] : [])]);
  const exact =
    Object.keys(summary.grain).every((column) => grouped.has(column)) &&
    (tile.grain === null || tile.grain === time?.bucket);
  const needs = (name: string) => {
    const column = summary.columns[name];
    if (column?.kind === 'ratio') return [column.numerator, column.denominator];
    return [name];
  };
  for (const name of tile.measures.flatMap((measure) => needs(measure.name))) {
    const column = summary.columns[name];
    if (column?.kind === 'distinct' && !column.companion && !exact) {
      add(
        path,
        `the distinct count '${name}' over more than one row of ${summary.name}`,
        `by: ${Object.keys(summary.grain).join(', ')}, or a companion`,
        `distinct counts cannot be added up: leave out { companion: false } on ${summary.name}.columns.${name}`,
      );
    }
  }
}
