import { parseInterval } from './duration.ts';
import { oneOf, type Problem } from './problem.ts';
import type { Registry } from './registry.ts';
import type { SourceDefinition } from './source.ts';
import { baseType, isDeclaredType } from './sql-type.ts';

/** Everything wrong with a source that can be seen without the warehouse. */
export function checkSource(source: SourceDefinition, registry: Registry, schema: string): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, found: string, expected: string, todo: string) =>
    problems.push({ place: `${source.place} › ${source.name}${path}`, found, expected, todo });

  const [inSchema, table, ...rest] = source.table.split('.');
  if (!inSchema || !table || rest.length > 0) {
    add('.table', `'${source.table}'`, "'schema.table'", 'name the schema and the table');
  } else if (inSchema === schema) {
    const summary = registry.summaries.find((each) => each.name === table);
    add(
      '.table',
      `'${source.table}', in the schema Summa keeps its summaries in${cycle(source, registry, table)}`,
      'a raw table',
      summary
        ? `read the rows of a summary with rowsOf(…), so that both are published together`
        : 'keep raw tables in a schema of their own',
    );
  }
  if (Object.keys(source.columns).length === 0)
    add('.columns', 'no column', 'the columns that summaries read', 'list them with their types');
  for (const [name, type] of Object.entries(source.columns)) {
    if (!isDeclaredType(type)) {
      add(
        `.columns.${name}`,
        `the type '${type}'`,
        "a type such as 'text', 'bigint', 'numeric(12,2)', 'date', 'timestamptz', with ' null' after it where it may be null",
        'correct the type',
      );
    }
  }
  const time = (path: string, column: string, says: string) => {
    const type = source.columns[column];
    if (!type)
      add(path, `the column '${column}'`, oneOf(Object.keys(source.columns), column), 'name a declared column');
    else if (!['date', 'timestamp', 'timestamptz'].includes(baseType(type))) {
      add(
        path,
        `'${column}' of type '${type}'`,
        'a date, timestamp or timestamptz',
        `name the column that says ${says}`,
      );
    }
  };
  const interval = (path: string, text: string) => {
    if (parseInterval(text) === null) add(path, `'${text}'`, "an interval such as '5 minutes'", 'correct the interval');
  };
  if (typeof source.watermark === 'object' && source.watermark) {
    const { column, lag } = source.watermark;
    time('.watermark', column, 'when a row happened');
    if (lag !== undefined) interval('.watermark.lag', lag);
  }
  const { late } = source;
  if (late.tier === 'exact') {
    if (late.column !== null) time('.late.column', late.column, 'when a row happened');
    const other = registry.sources.find((each) => each !== source && each.table === source.table);
    if (other?.late.tier === 'exact') {
      add(
        '.late',
        `the table of '${other.name}', which is exact too`,
        'one exact source for a table',
        'declare it once',
      );
    }
  }
  if (late.tier === 'cursor') {
    time('.late.column', late.column, 'when a row was last changed');
    time('.late.time', late.time, 'when a row happened');
    interval('.late.lag', late.lag);
  }
  return problems;
}

/** Where the table is a summary that is itself made from this source: the build would wait for itself. */
function cycle(source: SourceDefinition, registry: Registry, table: string): string {
  const path: string[] = [];
  const reaches = (name: string): boolean => {
    const summary = registry.summaries.find((each) => each.name === name);
    if (!summary || path.includes(name)) return false;
    path.push(name);
    if (summary.sources.includes(source)) return true;
    return summary.upstream ? reaches(summary.upstream.name) : false;
  };
  return reaches(table) ? `: a cycle, ${[...path, path[0]].join(' <- ')}` : '';
}
