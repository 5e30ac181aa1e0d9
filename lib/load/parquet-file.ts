import { isUtf8 } from 'node:buffer';
import {
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { misfit } from '#lib/load/column-type.ts';
import { type ParquetValue, parquetValue } from '#lib/load/parquet-value.ts';
import type { FileColumn, Progress, RowSink, SourceFile } from '#lib/load/source-file.ts';
import { PersonError } from '#lib/problem.ts';

type Leaf = { name: string; value: ParquetValue };

/** Opens a Parquet file. Its types are its schema's; nested columns are refused, because a table has no place for them. */
export async function openParquet(path: string): Promise<SourceFile> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file, { geoparquet: false }).catch((cause: unknown) => {
    throw new PersonError(
      {
        found: `${path} begins like Parquet, but its description cannot be read (${cause instanceof Error ? cause.message : cause}).`,
        expected: 'Expected a complete Parquet file.',
        todo: 'Copy or write it again.',
      },
      { cause },
    );
  });
  const leaves = parquetSchema(metadata).children.map((child) => leaf(path, child.element, child.children.length > 0));
  return {
    says: `Parquet, ${metadata.row_groups.length} row groups of ${Number(metadata.num_rows).toLocaleString('en')} rows in all`,
    header: leaves.map((column) => column.name),
    types: async () => leaves.map(({ value }) => ({ type: value.type, note: value.note })),
    read: (columns, sink) => readRows(file, metadata, leaves, columns, sink),
  };
}

function leaf(path: string, element: SchemaElement, hasChildren: boolean): Leaf {
  const nested = hasChildren || element.repetition_type === 'REPEATED';
  const value = nested ? 'a list, map or struct' : parquetValue(element);
  if (typeof value !== 'string') return { name: element.name, value };
  throw new PersonError({
    found: `The column "${element.name}" of ${path} is ${nested ? value : `of type ${value}`}, which has no place in a table.`,
    expected: 'Expected numbers, texts, dates, timestamps, booleans or JSON texts.',
    todo: 'Write it as JSON text, or leave it out when the file is written.',
  });
}

/** The schema without what the values mean, so that they arrive as they are stored. */
function asStored(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element) => ({ ...element, converted_type: undefined, logical_type: undefined }));
  return { ...metadata, schema };
}

/** Row group by row group: memory is bounded by the largest of them. */
async function readRows(
  file: Awaited<ReturnType<typeof asyncBufferFromFile>>,
  metadata: FileMetaData,
  leaves: Leaf[],
  columns: FileColumn[],
  sink: RowSink,
): Promise<Progress> {
  const parsers = { timestampFromNanoseconds: (nanos: bigint) => nanos };
  const options = { file, metadata: asStored(metadata), compressors, parsers, utf8: false, useOffsetIndex: false };
  const scan = await parquetScan(options);
  const progress: Progress = { read: 0, blank: 0, bytes: 0, size: file.byteLength };
  const scratch = Buffer.allocUnsafe(4096);
  for (const range of scan.ranges) {
    const values = await Promise.all(leaves.map(({ name }) => scan.readColumn({ column: name, ...range })));
    const rows = range.rowEnd - range.rowStart;
    for (let row = 0; row < rows; row++) {
      progress.read++;
      const problem = writeRow(leaves, columns, values, row, sink, scratch);
      if (problem) {
        const cells = leaves.map((column, i) => cellText(column, values[i]?.[row]));
        const value = cells[problem.at]?.slice(0, 80) ?? null;
        const column = columns[problem.at]?.name ?? null;
        sink.rejected.add({ line: progress.read, column, value, reason: problem.reason }, Buffer.from(cells.join(',')));
      }
      if (sink.rows.pending > 1 << 20) {
        progress.bytes = Math.round((file.byteLength * progress.read) / Number(metadata.num_rows));
        await sink.pause(progress);
      }
    }
  }
  await sink.pause(progress);
  return progress;
}

function writeRow(
  leaves: Leaf[],
  columns: FileColumn[],
  values: ArrayLike<unknown>[],
  row: number,
  { rows }: RowSink,
  scratch: Buffer,
): { at: number; reason: string } | null {
  rows.begin();
  for (let at = 0; at < leaves.length; at++) {
    const value = values[at]?.[row];
    const column = columns[at] as FileColumn;
    if (value === null || value === undefined) {
      if (column.notNull) return { at, reason: 'is NULL, and the table has it NOT NULL' };
      rows.null();
      continue;
    }
    const written = (leaves[at] as Leaf).value.write(value);
    const bytes = typeof written === 'string' ? scratch : written;
    const length = typeof written === 'string' ? scratch.write(written, 'latin1') : written.length;
    if (bytes !== scratch) {
      if (bytes.includes(0)) return { at, reason: 'holds a NUL byte' };
      if (!isUtf8(bytes)) return { at, reason: 'is not valid UTF-8' };
    }
    const reason = misfit(column.type, bytes, 0, length);
    if (reason) return { at, reason };
    rows.value(bytes, 0, length, false);
  }
  rows.end();
  return null;
}

function cellText(column: Leaf, value: unknown): string {
  if (value === null || value === undefined) return '';
  const written = column.value.write(value);
  return typeof written === 'string' ? written : Buffer.from(written).toString();
}
