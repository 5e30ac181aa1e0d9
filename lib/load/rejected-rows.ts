import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A row that was read and not loaded. */
export type RejectedRow = { line: number; column: string | null; value: string | null; reason: string };

/** How many are kept to be shown. */
const shown = 20;

/**
 * Collects what a load rejects: the first twenty to be shown, all of them with their bytes as they were in a file.
 * The file lies next to the input, or in Summa's own folder where that cannot be written, and never replaces another.
 */
export class RejectedRows {
  count = 0;
  readonly first: RejectedRow[] = [];
  /** Where the rejected rows are; null while there are none. */
  path: string | null = null;

  #input: string;
  #home: string;
  #file = -1;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;

  constructor(input: string, home: string) {
    this.#input = input;
    this.#home = home;
  }

  add(row: RejectedRow, raw: Uint8Array): void {
    this.count++;
    if (this.first.length < shown) this.first.push(row);
    const cells = [String(row.line), row.column ?? '', row.reason].map(quoted).join(',');
    const bytes = Buffer.from(raw).toString('latin1').replaceAll('"', '""');
    this.#waiting.push(Buffer.from(`${cells},"`), Buffer.from(bytes, 'latin1'), Buffer.from('"\n'));
    this.#waitingBytes += raw.length + cells.length;
    if (this.#waitingBytes > 1 << 20) this.#write();
  }

  close(): void {
    this.#write();
    if (this.#file >= 0) closeSync(this.#file);
    this.#file = -1;
  }

  #write(): void {
    if (this.#waiting.length === 0) return;
    if (this.#file < 0) {
      this.#open();
      writeSync(this.#file, 'line,column,reason,row\n');
    }
    const bytes = Buffer.concat(this.#waiting);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #open(): void {
    const own = join(this.#home, 'rejected');
    for (const folder of [dirname(this.#input), own]) {
      for (let n = 1; this.#file < 0; n++) {
        const path = join(folder, `${basename(this.#input)}.rejected${n === 1 ? '' : `-${n}`}.csv`);
        try {
          if (folder === own) mkdirSync(own, { recursive: true, mode: 0o700 });
          // Only the person who loads may read what may be personal data.
          this.#file = openSync(path, 'wx', 0o600);
          this.path = path;
        } catch (error) {
          const code = (error as NodeJS.ErrnoException).code;
          if (code === 'EEXIST') continue;
          if (folder !== own && (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')) break;
          throw error;
        }
      }
      if (this.#file >= 0) return;
    }
  }
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
