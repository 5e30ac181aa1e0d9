'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** The zone of the viewer's clock; null until the browser has taken over, since the server does not know it. */
export function useViewerZone(): string | null {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  );
}
