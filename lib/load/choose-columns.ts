import { columnNames } from '#lib/load/column-name.ts';
import { requestedType } from '#lib/load/column-type.ts';
import { progressLine, timed } from '#lib/load/progress.ts';
import type { FileColumn, SourceFile } from '#lib/load/source-file.ts';
import type { TableColumn } from '#lib/load/target-table.ts';
import { PersonError } from '#lib/problem.ts';

/** The columns of the load: a new table takes the file's types, an existing one keeps its own. */
export async function chooseColumns(
  source: SourceFile,
  table: TableColumn[] | null,
  options: { overrides?: Record<string, string>; log?: (line: string) => void },
): Promise<FileColumn[]> {
  const names = columnNames(source.header);
  const requested = new Map<number, string>();
  for (const [column, type] of Object.entries(options.overrides ?? {})) {
    const byName = names.indexOf(column);
    const at = byName >= 0 ? byName : source.header.indexOf(column);
    if (at < 0) {
      throw new PersonError({
        found: `There is no column "${column}" to give a type.`,
        expected: `Expected one of ${names.join(', ')}.`,
        todo: `Correct --type ${column}=${type}.`,
      });
    }
    requested.set(at, type);
  }
  if (table) return appendColumns(source.header, names, table, requested);
  const report = timed((progress, seconds) => options.log?.(progressLine('finding types', progress, seconds)));
  const inferred = await source.types(report);
  return names.map((name, i) => {
    const found = inferred[i];
    const text = requested.get(i);
    if (!found) throw new Error(`No type was found for the column ${name}.`);
    return {
      source: source.header[i] ?? '',
      name,
      type: text === undefined ? found.type : requestedType(name, text),
      note: text === undefined ? found.note : 'as asked',
      notNull: false,
    };
  });
}

function appendColumns(
  header: string[],
  names: string[],
  table: TableColumn[],
  requested: Map<number, string>,
): FileColumn[] {
  const refuse = (found: string, todo: string) =>
    new PersonError({ found, expected: 'Expected a file with columns of the table it is added to.', todo });
  if (requested.size > 0) throw refuse('--type was given with --append.', 'Leave it out: the table has its types.');
  const missing = table.find((column) => column.required && !names.includes(column.name));
  if (missing) throw refuse(`The file lacks "${missing.name}", which the table needs.`, 'Add the column to the file.');
  return names.map((name, i) => {
    const column = table.find((candidate) => candidate.name === name);
    if (!column) throw refuse(`The table has no column "${name}".`, 'Remove it from the file, or load with --replace.');
    if (!column.type)
      throw refuse(
        `The column "${name}" is of type ${column.typeText}, which cannot be loaded.`,
        'Load into another table first.',
      );
    return { source: header[i] ?? '', name, type: column.type, note: null, notNull: column.notNull };
  });
}

/** Prints what becomes of each column. */
export function logColumns(columns: FileColumn[], log: (line: string) => void): void {
  const wide = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const [a, b, c] = [
    wide(columns.map((x) => x.source)),
    wide(columns.map((x) => x.name)),
    wide(columns.map((x) => x.type.sql)),
  ];
  for (const { source, name, type, note } of columns) {
    log(`  ${source.padEnd(a)}  ->  ${name.padEnd(b)}  ${type.sql.padEnd(c)}  ${note ?? ''}`.trimEnd());
  }
}
