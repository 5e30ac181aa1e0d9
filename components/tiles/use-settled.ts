import { useEffect, useState } from 'react';
import type { SentTile } from '#lib/dashboard/dashboard-load.ts';
import { tileOfText } from '#lib/dashboard/sent-tile.ts';
import type { TileResult } from '#lib/query/result.ts';

const lost: TileResult = {
  ok: false,
  code: 'failed',
  message: { key: 'tile.lost' },
};

/** The last answer, and whether a newer one is still on its way. The old answer stays until the new one is there. */
export function useSettled(promise: SentTile | undefined): { result: TileResult | null; pending: boolean } {
  const [answer, setAnswer] = useState<{ of: SentTile; result: TileResult } | null>(null);
  useEffect(() => {
    if (!promise) return;
    let current = true;
    const settle = (result: TileResult) => {
      // The answer to a question that was withdrawn: the next one is on its way.
      if (!result.ok && result.code === 'ended') return;
      if (current) setAnswer({ of: promise, result });
    };
    // What comes out of a server action is a bare thenable without `catch`.
    Promise.resolve(promise)
      .then(tileOfText)
      .then(settle, () => settle(lost));
    return () => {
      current = false;
    };
  }, [promise]);
  return { result: answer?.result ?? null, pending: answer?.of !== promise };
}
