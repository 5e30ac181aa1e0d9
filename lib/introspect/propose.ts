import { type Dimension, guessDimensions } from './guess-dimensions.ts';
import { guessMeasures, type Measure, type NotAdded } from './guess-measures.ts';
import { guessTime } from './guess-time.ts';
import { type KnownColumn, split } from './kinds.ts';
import { constantName, isPlain, kebabName, plainName, uniqueNames } from './names.ts';
import type { WarehouseColumn, WarehouseTable } from './table.ts';

/** A name in SQL and addresses, the constant that holds the definition, and its file. */
export type Named = { name: string; constant: string; file: string };

/** What to define for a table, before it is written as code. */
export type Proposal = {
  table: WarehouseTable;
  known: KnownColumn[];
  unknown: WarehouseColumn[];
  source: Named;
  /** Null when the table has neither a time nor anything to group by. */
  summary:
    | (Named & {
        time: { name: string; column: KnownColumn; others: KnownColumn[] } | null;
        dimensions: { name: string; dimension: Dimension }[];
        leftOut: Dimension[];
        measures: Measure[];
        notAdded: NotAdded[];
      })
    | null;
  dashboard: Named & { title: string };
};

/** Names that are given to other definitions already. */
export type TakenNames = { sources: readonly string[]; summaries: readonly string[]; dashboards: readonly string[] };

/** Decides what to define for a table. Pure: equal tables give equal proposals. */
export function propose(table: WarehouseTable, taken: TakenNames, wish?: string): Proposal {
  const unique = uniqueNames();
  // A name that needs no change keeps it, whatever column stands before it.
  const columns = new Map(
    table.columns.filter((each) => isPlain(each.name)).map((each) => [each.name, unique(each.name)]),
  );
  const { known, unknown } = split(table.columns, (name) => columns.get(name) ?? unique(plainName(name)));
  const base = plainName(wish ?? table.name, 'table');
  const sourceName = free(base, plainName(`${table.schema}_${base}`, 'table'), taken.sources);
  const times = guessTime(known);
  const { chosen, left } = guessDimensions(known, table.rows);
  const [time] = times;
  const inSummary = uniqueNames();
  const day = time && inSummary(known.some((column) => column.plain === 'day' && column !== time) ? 'on_day' : 'day');
  const dimensions = chosen.map((dimension) => ({ name: inSummary(dimension.column.plain), dimension }));
  const { measures, notAdded } = guessMeasures(base, known, chosen, inSummary, time !== undefined);
  const summaryName = free(plainName(time ? `daily_${base}` : `${base.slice(0, 32)}_summary`), null, taken.summaries);
  const dashboardName = free(
    base,
    null,
    taken.dashboards.map((name) => name.replaceAll('-', '_')),
  );
  return {
    table,
    known,
    unknown,
    source: named(sourceName, '', 'Source'),
    summary:
      time || dimensions.length > 0
        ? {
            ...named(summaryName, '', 'Summary'),
            time: time && day ? { name: day, column: time, others: times.slice(1) } : null,
            dimensions,
            leftOut: left,
            measures,
            notAdded,
          }
        : null,
    dashboard: { ...named(dashboardName, 'Dashboard', ''), name: kebabName(dashboardName), title: titleOf(table.name) },
  };
}

function free(name: string, otherwise: string | null, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  if (otherwise !== null && !taken.includes(otherwise)) return otherwise;
  return uniqueNames(taken)(name);
}

/** Names that mean something else in a file that imports the constant. */
const reserved = new Set(
  `break case catch class const continue debugger default delete do else enum export extends false finally for function if
   implements import in instanceof interface let new null package private protected public return static super switch this
   throw true try typeof var void while with yield await async eval arguments undefined
   conserves average count distinct last max min ratio sum date text integer boolean sql rowsFrom defineSource defineSummary defineDashboard
   choice dateRange bar line number table registry demo defineRegistry`.split(/\s+/),
);

function named(name: string, suffix: string, ifReserved: string): Named {
  const constant = constantName(name) + suffix;
  return {
    name,
    constant: reserved.has(constant) || constant in globalThis ? constant + (ifReserved || 'Page') : constant,
    file: kebabName(name),
  };
}

/** A table's name as a heading. */
function titleOf(name: string): string {
  const words = name.replaceAll(/[_\s\p{Cc}\p{Cf}]+/gu, ' ').trim() || 'Table';
  return words.charAt(0).toUpperCase() + words.slice(1);
}
