import { checkChecks } from './check-checks.ts';
import { checkMeasures, inputsOf } from './check-measures.ts';
import { checkUpstream } from './check-upstream.ts';
import { cronAllowed, cronProblem, isZone } from './cron.ts';
import { parseInterval } from './duration.ts';
import { coarser, nests } from './grain.ts';
import { type Add, oneOf, type Problem } from './problem.ts';
import { rowsQueryOf, rowsShape } from './rows-shape.ts';
import type { SummaryDefinition } from './summary.ts';
import { timeOf } from './time-of.ts';

/** Everything wrong with a summary that can be seen without its warehouse. */
export function checkSummary(summary: SummaryDefinition): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, found: string, expected: string, todo: string) =>
    problems.push({ place: `${summary.place} › ${summary.name}${path}`, found, expected, todo });

  checkNames(summary, add);
  checkZone(summary, add);
  checkWeekStart(summary, add);
  checkRefresh(summary, add);
  checkWhen(summary, add);
  checkCron(summary, add);
  checkRows(summary, add);
  if (summary.upstream) checkUpstream(summary, summary.upstream, add);
  checkMeasures(summary, add);
  checkChecks(summary, add);
  for (const column of Object.keys(summary.access)) {
    if (!summary.grain[column]) {
      add(
        `.access.${column}`,
        `access limited by '${column}', which is not in the grain`,
        oneOf(Object.keys(summary.grain), column),
        'add the column to the grain: only what a row is keyed by can limit who reads it',
      );
    }
  }
  return problems;
}

const namePattern = /^[a-z][a-z0-9_]{0,39}$/;

function checkNames(summary: SummaryDefinition, add: Add): void {
  if (!namePattern.test(summary.name)) {
    add(
      '.name',
      `the name '${summary.name}'`,
      'a lower-case letter, then up to 39 letters, digits or underscores',
      'rename the summary; the name is its table name in SQL',
    );
  }
  const grain = Object.keys(summary.grain);
  const measures = Object.keys(summary.columns);
  if (grain.length === 0)
    add('.grain', 'an empty grain', 'at least one column', 'say what makes a row unique, such as a day');
  for (const name of [...grain, ...measures]) {
    if (!namePattern.test(name) || name === 'rows') {
      add(
        `.${grain.includes(name) ? 'grain' : 'columns'}.${name}`,
        `the column name '${name}'`,
        `a lower-case letter, then up to 39 letters, digits or underscores${name === 'rows' ? '; "rows" is taken' : ''}`,
        'rename the column',
      );
    }
  }
  for (const name of measures) {
    if (summary.grain[name])
      add(`.columns.${name}`, `'${name}' as a measure and in the grain`, 'each name once', 'rename one of the two');
  }
}

function checkZone(summary: SummaryDefinition, add: Add): void {
  if (!isZone(summary.zone)) {
    add('.zone', `the time zone '${summary.zone}'`, "an IANA name such as 'Asia/Seoul' or 'UTC'", 'correct the name');
  }
}

function checkWeekStart({ weekStart, refresh, grain }: SummaryDefinition, add: Add): void {
  if (weekStart !== 'monday' && weekStart !== 'sunday') {
    add('.weekStart', `weeks that begin on '${weekStart}'`, "'monday' or 'sunday'", 'correct the word');
  }
  if (weekStart === 'sunday' && refresh.by === 'week') {
    add(
      '.refresh.by',
      'refresh by week of weeks that begin on Sunday',
      "refresh by 'day', or no 'by'",
      Object.values(grain).some(({ bucket }) => bucket === 'week')
        ? "keep the grain at days and refresh by 'day', for tiles show days by week; or leave 'by' out"
        : "refresh by 'day'",
    );
  }
}

function checkRefresh(summary: SummaryDefinition, add: Add): void {
  const { by, every, keep, lookBack } = summary.refresh;
  const time = timeOf(summary);
  if (by && !time) {
    add(
      '.refresh.by',
      `refresh by '${by}' without a time column`,
      'a time column in the grain, such as day: date(…)',
      "add one, or leave 'by' out: then every refresh replaces the whole summary",
    );
  }
  if (by && time && !(time.bucket === 'hour' ? nests('hour', by) : nests(time.bucket, by))) {
    add(
      '.refresh.by',
      `refresh by '${by}' of a grain by '${time.bucket}'`,
      oneOf(coarser[time.bucket].filter((each) => each !== 'hour')),
      'refresh by whole buckets of the grain',
    );
  }
  if (!Number.isInteger(lookBack) || lookBack < 0) {
    add('.refresh.lookBack', `${lookBack}`, 'a whole number of partitions, 0 or more', 'correct the number');
  }
  if (every !== null && parseInterval(every) === null) {
    add(
      '.refresh.every',
      `'${every}'`,
      "a number and a unit, such as '15 minutes', '1 hour' or '1 day'",
      'correct the interval',
    );
  }
  if (!parseInterval(keep)) {
    add('.refresh.keep', `'${keep}'`, "a number and a unit, such as '30 days' or '12 weeks'", 'correct the interval');
  }
}

/** A chain is refreshed as a whole, so only its head can say at what times. */
function checkCron(summary: SummaryDefinition, add: Add): void {
  const { every, cron, zone } = summary.refresh;
  if (zone !== null && cron === null) {
    add('.refresh.zone', "a zone without 'cron'", "both, or 'every'", 'add the cron, or leave the zone out');
  }
  if (zone !== null && !isZone(zone)) {
    add('.refresh.zone', `the time zone '${zone}'`, "an IANA name such as 'Asia/Seoul' or 'UTC'", 'correct the name');
  }
  if (cron === null) return;
  const problem = cronProblem(cron);
  if (problem?.field) {
    add(
      '.refresh.cron',
      `'${problem.found}' for the ${problem.field} of '${cron}'`,
      `${cronAllowed[problem.field]}, '*' for every, or a list, a range or a step of these`,
      'correct this field',
    );
  } else if (problem) {
    add(
      '.refresh.cron',
      `'${cron}'`,
      "five fields that some day is true for, such as '0 6 * * *' for six in the morning",
      'correct the cron: minute, hour, day of the month, month, day of the week',
    );
  }
  if (every !== null) {
    add('.refresh.cron', "'cron' and 'every'", 'one of the two', 'leave one out');
  }
  if (summary.upstream) {
    add(
      '.refresh.cron',
      `a cron on rows of ${summary.upstream.name}`,
      'it where the sources are read',
      'set it on the summary that reads them: what is made from its rows is refreshed with it',
    );
  }
}

/** A table that something else builds is compared as a whole, for that may change any row of it. */
function checkWhen(summary: SummaryDefinition, add: Add): void {
  const { by, every, cron, when } = summary.refresh;
  if (!when) return;
  const path = '.refresh.when';
  if (summary.upstream) {
    add(
      path,
      `a watched column on rows of ${summary.upstream.name}`,
      'it where the tables are read',
      `set 'when' on the summary that reads them: what is made from its rows is published with it`,
    );
    return;
  }
  const declared = [...new Set(summary.sources.flatMap((source) => Object.keys(source.columns)))];
  if (!declared.includes(when.column)) {
    add(
      path,
      `the column '${when.column}', which none of its sources declares`,
      oneOf(declared, when.column),
      'name a column that changes whenever the table is loaded, and declare it on the source',
    );
  }
  if (every === null && cron === null) {
    add(path, "a watched column without 'every'", "every: '1 minute'", "add 'every': how often the table is looked at");
  }
  if (by) {
    add(
      path,
      `a watched column together with by: '${by}'`,
      "'when' without 'by'",
      "leave 'by' out: all rows are compared, and only those that differ are published",
    );
  }
}

function checkRows(summary: SummaryDefinition, add: Add): void {
  if (!summary.rows) return;
  let shape: ReturnType<typeof rowsShape>;
  try {
    const query = rowsQueryOf(summary);
    if (!query) return;
    shape = rowsShape(query);
  } catch (error) {
    add(
      '.from',
      `the rows query throws: ${error instanceof Error ? error.message : String(error)}`,
      'a Kysely select',
      'correct the query',
    );
    return;
  }
  const declared = summary.sources.map((source) => source.table);
  for (const table of shape.tables) {
    if (!declared.includes(table)) {
      add(
        '.from',
        `the table '${table}', which is none of the sources given to rowsFrom`,
        oneOf(declared, table),
        'add its source to the list, so that lineage and freshness know of it',
      );
    }
  }
  if (shape.grouped) {
    add(
      '.from',
      'a grouped query',
      'un-aggregated rows',
      'remove the group by: Summa aggregates the rows by `columns`',
    );
  }
  if (shape.columns) checkColumnsExist(summary, shape.columns, 'the rows', add);
}

/** Columns of the rows that the grain and the measures read. */
function checkColumnsExist(summary: SummaryDefinition, available: readonly string[], whose: string, add: Add): void {
  const missing = (path: string, column: string) =>
    add(
      path,
      `the column '${column}', which ${whose} do not have`,
      oneOf(available, column),
      'correct the name, or select the column in `from`',
    );
  for (const [name, grain] of Object.entries(summary.grain)) {
    if (!available.includes(grain.from ?? name)) missing(`.grain.${name}`, grain.from ?? name);
  }
  for (const [name, column] of Object.entries(summary.columns)) {
    for (const of of inputsOf(column)) if (!available.includes(of)) missing(`.columns.${name}`, of);
  }
}
