import { isUtf8 } from 'node:buffer';
import { CsvRecords, doubled } from '#lib/load/csv-records.ts';
import { type FileKind, readText } from '#lib/load/open-file.ts';
import * as scan from '#lib/load/scan.ts';
import { PersonError } from '#lib/problem.ts';

const delimiters = [',', ';', '\t', '|'];

/** The delimiter there is most of in the first line, outside quotes. */
export async function findDelimiter(path: string, file: FileKind): Promise<string> {
  for await (const chunk of readText(path, file, () => {})) {
    const line =
      chunk
        .toString('latin1')
        .replace(/"[^"]*"/g, '')
        .trimStart()
        .split(/[\r\n]/, 1)[0] ?? '';
    const counts = delimiters.map((delimiter) => line.split(delimiter).length);
    return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
  }
  return ',';
}

/** The names in the first line that is not blank. */
export async function readHeader(path: string, file: FileKind, delimiter: number): Promise<string[]> {
  let header: string[] | null = null;
  const problem = (found: string) =>
    new PersonError({
      found,
      expected: 'Expected a first line with the names of the columns.',
      todo: 'Add one, and load the file again.',
    });
  const records = new CsvRecords(delimiter, (record) => {
    if (header || isBlank(record)) return;
    if (record.problem) throw problem(`The header of ${path} is broken: ${record.problem}.`);
    if (!isUtf8(record.bytes.subarray(record.recordStart, record.recordEnd)))
      throw problem(`The header of ${path} is not UTF-8.`);
    header = fields(record);
    const data = headerLooksLikeData(record);
    if (data !== null) throw problem(`${path} has no header line: its first line holds "${data}".`);
  });
  for await (const chunk of readText(path, file, () => {})) {
    records.push(chunk);
    if (header) break;
  }
  if (!header) records.end();
  if (!header) throw problem(`${path} holds no line.`);
  return header;
}

function fields(record: CsvRecords): string[] {
  return Array.from({ length: record.count }, (_, i) => {
    const text = record.bytes.toString('utf8', record.starts[i], record.ends[i]);
    return record.quoting[i] === doubled ? text.replaceAll('""', '"') : text;
  });
}

/** A date or a fraction is nobody's column name; whole numbers may be years, unless there is nothing else. */
function headerLooksLikeData(record: CsvRecords): string | null {
  let numbers = 0;
  for (let i = 0; i < record.count; i++) {
    const [start = 0, end = 0] = [record.starts[i], record.ends[i]];
    const number = scan.scanNumber(record.bytes, start, end);
    if (number > scan.whole || scan.scanTime(record.bytes, start, end) !== scan.notTime) return fields(record)[i] ?? '';
    if (number !== scan.notNumber) numbers++;
  }
  return numbers === record.count ? (fields(record)[0] ?? '') : null;
}

/** Whether a record is an empty line. */
export function isBlank(record: CsvRecords): boolean {
  return record.recordStart === record.recordEnd && record.problem === null;
}
