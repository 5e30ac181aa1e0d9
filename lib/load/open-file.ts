import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PersonError } from '#lib/problem.ts';

/** What a file is by its first bytes, whatever its name says. */
export type FileKind = { kind: 'csv' | 'parquet'; gzip: boolean; size: number };

export async function fileKind(path: string): Promise<FileKind> {
  const start = await firstBytes(path);
  const begins = (...bytes: number[]) => bytes.every((byte, i) => start.bytes[i] === byte);
  const refuse = (what: string, todo: string) =>
    new PersonError({ found: `${path} is ${what}.`, expected: 'Expected CSV, CSV in gzip, or Parquet.', todo });
  if (start.size === 0) throw refuse('empty', 'Give a file with a header line.');
  if (start.bytes.toString('latin1', 0, 4) === 'PAR1') return { kind: 'parquet', gzip: false, size: start.size };
  if (begins(0x1f, 0x8b)) return { kind: 'csv', gzip: true, size: start.size };
  if (begins(0x50, 0x4b, 3, 4)) throw refuse('a zip archive or a spreadsheet', 'Save it as CSV UTF-8, or unpack it.');
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) throw refuse('UTF-16 text', 'Save it as UTF-8.');
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) throw refuse('compressed with zstd', 'Unpack it, or compress it with gzip.');
  return { kind: 'csv', gzip: false, size: start.size };
}

async function firstBytes(path: string): Promise<{ bytes: Buffer; size: number }> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const found = code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`;
    throw new PersonError({ found, expected: 'Expected a CSV or Parquet file.', todo: 'Check the path.' }, { cause });
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) {
      throw new PersonError({
        found: `${path} is not a plain file.`,
        expected: 'Expected one, because it is read twice: once for its types and once for its rows.',
        todo: 'Write it to a file first.',
      });
    }
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return { bytes: buffer.subarray(0, bytesRead), size: stat.size };
  } finally {
    await file.close();
  }
}

/** The text of a CSV file, unpacked, without its byte order mark. `onRead` hears the bytes taken from the disk. */
export async function* readText(path: string, file: FileKind, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const disk = createReadStream(path, { highWaterMark: 1 << 20 });
  disk.on('data', (chunk) => onRead(chunk.length));
  const unpacked = file.gzip ? createGunzip({ chunkSize: 1 << 20 }) : null;
  if (unpacked) pipeline(disk, unpacked, () => {}); // Its error reaches the loop below.
  let first = true;
  try {
    for await (const chunk of unpacked ?? disk) {
      const bytes = chunk as Buffer;
      yield first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
      first = false;
    }
  } catch (cause) {
    if (!unpacked || !(cause instanceof Error) || !('code' in cause) || !String(cause.code).startsWith('Z_'))
      throw cause;
    throw new PersonError(
      {
        found: `${path} is not whole: its gzip data ends early or is damaged (${cause.message}).`,
        expected: 'Expected a complete gzip file.',
        todo: 'Copy it again. Nothing was loaded.',
      },
      { cause },
    );
  } finally {
    disk.destroy();
    unpacked?.destroy();
  }
}
