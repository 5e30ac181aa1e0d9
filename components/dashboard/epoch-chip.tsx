'use client';

import { History, Pin } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';

type EpochChipProps = { epoch: number; latest: number; pinned: boolean; refetch: () => void; unpin: () => void };

/** Which version of the warehouse the page shows, and the way to the newest. */
export function EpochChip({ epoch, latest, pinned, refetch, unpin }: EpochChipProps) {
  return (
    <>
      <Badge tone={pinned ? 'info' : 'neutral'} title="Every number on this page was read at this epoch.">
        {pinned ? <Pin aria-hidden="true" /> : <History aria-hidden="true" />}
        {pinned ? `Epoch ${epoch}, pinned` : `Epoch ${epoch}`}
      </Badge>
      {pinned && (
        <Button variant="outline" size="xs" onClick={unpin}>
          {latest > epoch ? `Back to latest, epoch ${latest}` : 'Unpin'}
        </Button>
      )}
      {!pinned && latest > epoch && (
        <Button variant="outline" size="xs" onClick={refetch}>
          New data: show
        </Button>
      )}
    </>
  );
}
