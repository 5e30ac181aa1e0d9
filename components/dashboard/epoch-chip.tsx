'use client';

import { History, Pin } from 'lucide-react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';

type EpochChipProps = { epoch: number; latest: number; pinned: boolean; refetch: () => void; unpin: () => void };

/** Which version of the warehouse the page shows, and the way to the newest. */
export function EpochChip({ epoch, latest, pinned, refetch, unpin }: EpochChipProps) {
  const { t } = useLanguage();
  return (
    <>
      <Badge tone={pinned ? 'info' : 'neutral'} title={t('dashboard.epochWhy')}>
        {pinned ? <Pin aria-hidden="true" /> : <History aria-hidden="true" />}
        {t(pinned ? 'dashboard.epochPinned' : 'dashboard.epoch', { epoch: String(epoch) })}
      </Badge>
      {pinned && (
        <Button variant="outline" size="xs" onClick={unpin}>
          {latest > epoch ? t('dashboard.toLatest', { epoch: String(latest) }) : t('dashboard.unpin')}
        </Button>
      )}
      {!pinned && latest > epoch && (
        <Button variant="outline" size="xs" onClick={refetch}>
          {t('dashboard.newData')}
        </Button>
      )}
    </>
  );
}
