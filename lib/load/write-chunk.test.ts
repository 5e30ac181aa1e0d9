import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { writeChunk } from '#lib/load/write-chunk.ts';

describe('writeChunk(stream, chunk, done)', () => {
  it('ends with the error of a stream that has ended, without writing to it', async () => {
    const written: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, callback) {
        written.push(String(chunk));
        callback();
      },
    });
    await writeChunk(stream, Buffer.from('a'), new Promise(() => {}));
    const full = Promise.reject(new Error('No space left on device'));
    await assert.rejects(writeChunk(stream, Buffer.from('b'), full), /No space left on device/);
    assert.deepEqual(written, ['a']);
  });
});
