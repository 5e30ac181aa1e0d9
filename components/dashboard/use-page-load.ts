import { useEffect, useRef } from 'react';
import type { SentLoad } from '#lib/dashboard/dashboard-load.ts';
import { waitFor } from './waiting.ts';

/** Waits for the tiles of a load for as long as it is shown; `left` forgets its answers, which have then been given up. */
export function usePageLoad(load: SentLoad, left: (load: SentLoad) => void): void {
  const leaving = useRef<{ id: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  const onLeave = useRef(left);
  onLeave.current = left;
  useEffect(() => {
    // In development React leaves every effect once and comes back at once.
    if (leaving.current?.id === load.id) clearTimeout(leaving.current.timer);
    const waiting = waitFor(load.id);
    let settled = false;
    const settle = () => {
      settled = true;
      waiting.done();
    };
    // What comes out of a server action is a bare thenable.
    void Promise.allSettled(Object.values(load.tiles).map((tile) => Promise.resolve(tile))).then(settle);
    return () => {
      if (settled) return;
      const timer = setTimeout(() => {
        waiting.leave();
        onLeave.current(load);
      });
      leaving.current = { id: load.id, timer };
    };
  }, [load]);
}
