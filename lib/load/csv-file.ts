import { isUtf8 } from 'node:buffer';
import { misfit } from '#lib/load/column-type.ts';
import { findDelimiter, isBlank, readHeader } from '#lib/load/csv-header.ts';
import { bare, CsvRecords, doubled } from '#lib/load/csv-records.ts';
import { ColumnTally } from '#lib/load/infer.ts';
import { type FileKind, readText } from '#lib/load/open-file.ts';
import type { FileColumn, Progress, RowSink, SourceFile } from '#lib/load/source-file.ts';
import { PersonError } from '#lib/problem.ts';

export type CsvOptions = { path: string; file: FileKind; delimiter: string | undefined; nulls: string[] };

const names: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** Opens a CSV file: reads its header line, and finds its delimiter when none was given. */
export async function openCsv(options: CsvOptions): Promise<SourceFile> {
  const delimiter = options.delimiter ?? (await findDelimiter(options.path, options.file));
  const code = delimiter.charCodeAt(0);
  if (delimiter.length !== 1 || code > 126 || code === 34 || code === 10 || code === 13) {
    throw new PersonError({
      found: `The delimiter "${delimiter}" cannot be used.`,
      expected: 'Expected one ASCII character other than a quote or a line end.',
      todo: "Give for example --delimiter ';' or --delimiter tab.",
    });
  }
  const header = await readHeader(options.path, options.file, code);
  return {
    says: `CSV${options.file.gzip ? ' in gzip' : ''}, separated by ${names[delimiter] ?? `"${delimiter}"`}`,
    header,
    types: (onProgress) => findTypes(options, code, header.length, onProgress),
    read: (columns, sink) => readRows(options, code, columns, sink),
  };
}

async function findTypes(
  options: CsvOptions,
  delimiter: number,
  width: number,
  onProgress: (progress: Progress) => void,
) {
  const tallies = Array.from({ length: width }, () => new ColumnTally());
  const isNull = nullTest(options.nulls);
  const progress: Progress = { read: 0, blank: 0, bytes: 0, size: options.file.size };
  let header = true;
  const records = new CsvRecords(delimiter, (record) => {
    if (isBlank(record)) return;
    if (header) {
      header = false;
      return;
    }
    progress.read++;
    if (record.count !== width) return; // It will be rejected, so it says nothing about types.
    for (let i = 0; i < width; i++) {
      const start = record.starts[i] as number;
      const end = record.ends[i] as number;
      if (start === end || (record.quoting[i] === bare && isNull(record.bytes, start, end))) continue;
      (tallies[i] as ColumnTally).add(record.bytes, start, end, record.line);
    }
  });
  for await (const chunk of readText(options.path, options.file, (bytes) => (progress.bytes += bytes))) {
    records.push(chunk);
    onProgress(progress);
  }
  records.end();
  return tallies.map((tally) => tally.decide());
}

async function readRows(
  options: CsvOptions,
  delimiter: number,
  columns: FileColumn[],
  sink: RowSink,
): Promise<Progress> {
  const { rows, rejected } = sink;
  const isNull = nullTest(options.nulls);
  const progress: Progress = { read: 0, blank: 0, bytes: 0, size: options.file.size };
  const width = columns.length;
  let clean = false;
  let header = true;

  const reject = (record: CsvRecords, reason: string, at = -1) => {
    const value =
      at < 0
        ? null
        : record.bytes.toString(
            'utf8',
            record.starts[at],
            Math.min(record.ends[at] as number, (record.starts[at] as number) + 80),
          );
    const raw = record.bytes.subarray(record.recordStart, record.recordEnd);
    rejected.add({ line: record.line, column: columns[at]?.name ?? null, value, reason }, raw);
  };

  const visit = (record: CsvRecords) => {
    if (isBlank(record) && (width > 1 || header)) {
      progress.blank++;
      return;
    }
    if (header) {
      header = false;
      return;
    }
    progress.read++;
    if (record.problem) return reject(record, record.problem);
    if (record.count !== width) {
      return reject(record, `has ${counted(record.count)}, and the header has ${width}`);
    }
    if (!clean) {
      const dirty = dirtyField(record);
      if (dirty) return reject(record, dirty.reason, dirty.field);
    }
    rows.begin();
    for (let i = 0; i < width; i++) {
      const column = columns[i] as FileColumn;
      let start = record.starts[i] as number;
      let end = record.ends[i] as number;
      const quoting = record.quoting[i] as number;
      const isText = column.type.kind === 'text';
      if (!isText) {
        while (start < end && record.bytes[start] === 32) start++;
        while (start < end && record.bytes[end - 1] === 32) end--;
      }
      if (start === end ? quoting === bare || !isText : quoting === bare && isNull(record.bytes, start, end)) {
        if (column.notNull) return reject(record, 'is empty, and the table has it NOT NULL', i);
        rows.null();
        continue;
      }
      const reason = misfitOf(column, record, start, end, quoting);
      if (reason) return reject(record, reason, i);
      rows.value(record.bytes, start, end, quoting === doubled);
    }
    rows.end();
  };

  const records = new CsvRecords(delimiter, visit, ({ bytes }) => {
    // The last line may end in the middle of a character; it is looked at again when the rest has come.
    const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1 || bytes.length);
    clean = isUtf8(whole) && !whole.includes(0);
  });
  for await (const chunk of readText(options.path, options.file, (bytes) => (progress.bytes += bytes))) {
    records.push(chunk);
    await sink.pause(progress);
  }
  records.end();
  await sink.pause(progress);
  return progress;
}

function misfitOf(column: FileColumn, record: CsvRecords, start: number, end: number, quoting: number): string | null {
  if (quoting !== doubled) return misfit(column.type, record.bytes, start, end);
  if (column.type.kind === 'text' && column.type.limits.length === 0) return null;
  const plain = Buffer.from(record.bytes.toString('latin1', start, end).replaceAll('""', '"'), 'latin1');
  return misfit(column.type, plain, 0, plain.length);
}

/** PostgreSQL takes neither NUL nor broken UTF-8, and one of them would end the COPY. */
function dirtyField(record: CsvRecords): { reason: string; field: number } | null {
  for (let i = 0; i < record.count; i++) {
    const field = record.bytes.subarray(record.starts[i], record.ends[i]);
    if (field.includes(0)) return { reason: 'holds a NUL byte', field: i };
    if (!isUtf8(field)) return { reason: 'is not valid UTF-8', field: i };
  }
  return null;
}

function nullTest(nulls: string[]): (bytes: Buffer, start: number, end: number) => boolean {
  if (nulls.length === 0) return () => false;
  const known = new Set(nulls);
  const longest = Math.max(...nulls.map((text) => Buffer.byteLength(text)));
  return (bytes, start, end) => end - start <= longest && known.has(bytes.toString('utf8', start, end));
}

function counted(fieldCount: number): string {
  return fieldCount === 1 ? '1 field' : `${fieldCount} fields`;
}
