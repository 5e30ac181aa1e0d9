import { once } from 'node:events';
import type { Writable } from 'node:stream';

/**
 * Writes one chunk and waits until the stream wants more, so that a file is never held in memory.
 * `done` is the stream's end: when it fails (the server refused a row, the connection is gone) waiting ends with that error.
 */
export async function writeChunk(stream: Writable, chunk: Buffer, done: Promise<void>): Promise<void> {
  if (chunk.length === 0) return;
  // A stream that the server has ended with an error does not know it yet, and would fail with words of its own.
  await Promise.race([done, Promise.resolve()]);
  if (stream.write(chunk)) return;
  const stop = new AbortController();
  try {
    await Promise.race([once(stream, 'drain', { signal: stop.signal }), done]);
  } finally {
    stop.abort();
  }
}
