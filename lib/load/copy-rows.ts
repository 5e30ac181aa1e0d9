import type { Writable } from 'node:stream';
import { writeChunk } from '#lib/load/write-chunk.ts';

const tab = 9;
const lineFeed = 10;
const backslash = 92;
const quote = 34;

/** Rows in PostgreSQL's text COPY format, copied byte by byte: a string per value would be four million for one file. */
export class CopyRows {
  #buffer = Buffer.allocUnsafe(1 << 20);
  #length = 0;
  #row = 0;

  /** Begins a row; what an earlier, unfinished one wrote is dropped. */
  begin(): void {
    this.#length = this.#row;
  }

  null(): void {
    this.#reserve(3);
    this.#buffer[this.#length++] = backslash;
    this.#buffer[this.#length++] = 78;
    this.#buffer[this.#length++] = tab;
  }

  /** A value; where its quotes are doubled, every second one is left out. */
  value(bytes: Uint8Array, start: number, end: number, quotesAreDoubled: boolean): void {
    this.#reserve((end - start) * 2 + 1);
    const out = this.#buffer;
    let length = this.#length;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === backslash) {
        out[length++] = backslash;
        out[length++] = backslash;
      } else if (byte > 13) {
        out[length++] = byte;
        if (byte === quote && quotesAreDoubled) at++;
      } else if (byte === tab || byte === lineFeed || byte === 13) {
        out[length++] = backslash;
        out[length++] = byte === tab ? 116 : byte === lineFeed ? 110 : 114;
      } else out[length++] = byte;
    }
    out[length++] = tab;
    this.#length = length;
  }

  /** Ends a row of at least one value. */
  end(): void {
    this.#buffer[this.#length - 1] = lineFeed;
    this.#row = this.#length;
  }

  /** Bytes of finished rows waiting to be written. */
  get pending(): number {
    return this.#row;
  }

  async flush(copy: Writable, done: Promise<void>): Promise<void> {
    const chunk = this.#buffer.subarray(0, this.#row);
    this.#buffer = Buffer.allocUnsafe(Math.max(1 << 20, this.#buffer.length));
    this.#length = 0;
    this.#row = 0;
    await writeChunk(copy, chunk, done);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
