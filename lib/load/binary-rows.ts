import type { Writable } from 'node:stream';
import { writeChunk } from '#lib/load/write-chunk.ts';

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/** Rows in PostgreSQL's binary COPY format, built in one growing buffer and handed over piece by piece. */
export class BinaryRows {
  #buffer = Buffer.allocUnsafe(1 << 20);
  #length = 0;

  constructor() {
    this.#length = signature.copy(this.#buffer);
  }

  startRow(fields: number): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(fields, this.#length);
  }

  int32(value: number): void {
    this.#reserve(8);
    const b = this.#buffer;
    const at = this.#length;
    b[at] = 0;
    b[at + 1] = 0;
    b[at + 2] = 0;
    b[at + 3] = 4;
    b[at + 4] = value >> 24;
    b[at + 5] = value >> 16;
    b[at + 6] = value >> 8;
    b[at + 7] = value;
    this.#length = at + 8;
  }

  /** A whole number up to 2^53: timestamps are microseconds since 2000-01-01. */
  int64(value: number): void {
    this.#reserve(12);
    const b = this.#buffer;
    const at = this.#length;
    const high = Math.floor(value / 4294967296);
    b[at] = 0;
    b[at + 1] = 0;
    b[at + 2] = 0;
    b[at + 3] = 8;
    b[at + 4] = high >> 24;
    b[at + 5] = high >> 16;
    b[at + 6] = high >> 8;
    b[at + 7] = high;
    const low = (value - high * 4294967296) | 0;
    b[at + 8] = low >> 24;
    b[at + 9] = low >> 16;
    b[at + 10] = low >> 8;
    b[at + 11] = low;
    this.#length = at + 12;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(4 + value.length);
    this.#length = this.#buffer.writeInt32BE(value.length, this.#length);
    for (let i = 0; i < value.length; i++) this.#buffer[this.#length++] = value[i] as number;
  }

  /** The trailer that tells the server the file is whole. */
  end(): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(-1, this.#length);
  }

  /** Hands over what has been built, and waits while the server is behind. */
  async flush(copy: Writable, done: Promise<void>): Promise<void> {
    const chunk = this.#buffer.subarray(0, this.#length);
    this.#buffer = Buffer.allocUnsafe(this.#buffer.length);
    this.#length = 0;
    await writeChunk(copy, chunk, done);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
