import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { CopyOut } from './copy-out.ts';

type Options = {
  /** Ends the export at once when the other side goes away. */
  signal: AbortSignal;
  gzip: boolean;
  /** A client that takes nothing for so long is cut. */
  stallAfter?: number;
};

/**
 * The export as a body that is either whole or visibly broken: it closes only after the last row, and any error breaks the
 * transfer instead of ending it. Resolves when the first bytes are there, so that what fails at once can be answered in
 * words.
 */
export async function fileStream(copy: CopyOut, options: Options): Promise<ReadableStream<Uint8Array>> {
  const { signal, stallAfter = 60_000 } = options;
  const source: Readable = options.gzip ? pipeline(copy.stream, createGzip({ level: 1 }), () => {}) : copy.stream;
  const chunks = source.iterator({ destroyOnReturn: true })[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const gone = () => copy.abort(new Error('The export was stopped because nobody receives it any more.'));
  if (signal.aborted) gone();
  signal.addEventListener('abort', gone, { once: true });

  let stalled: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(stalled);
    signal.removeEventListener('abort', gone);
  };
  let first: IteratorResult<Uint8Array> | null;
  try {
    first = await chunks.next();
  } catch (error) {
    settle();
    throw error;
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(stalled);
        try {
          const next = first ?? (await chunks.next());
          first = null;
          if (next.done) {
            settle();
            controller.close();
            return;
          }
          controller.enqueue(next.value);
          stalled = setTimeout(() => {
            const cut = new Error(`The export was cut: nothing was received for ${stallAfter / 1000} seconds.`);
            copy.abort(cut);
            settle();
            controller.error(cut);
          }, stallAfter);
          stalled.unref();
        } catch (error) {
          settle();
          copy.abort(error instanceof Error ? error : new Error(String(error)));
          controller.error(error);
        }
      },
      cancel() {
        settle();
        gone();
      },
    },
    { highWaterMark: 0 },
  );
}
