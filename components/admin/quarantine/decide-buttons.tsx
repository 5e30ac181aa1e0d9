'use client';

import { lazy, Suspense, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import type { QuarantineActions } from './types.ts';

const DecideDialog = lazy(() => import('./decide-dialog.tsx'));

export type Decision = 'publish' | 'discard';

type DecideButtonsProps = {
  id: string;
  why: 'checks' | 'review';
  /** Why it may not be published anyway, in words; null when it may. */
  refusal: string | null;
  actions: QuarantineActions;
};

/** Publish anyway, or discard: each asks for a reason first. */
export function DecideButtons({ id, why, refusal, actions }: DecideButtonsProps) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState<{ decision: Decision; open: boolean; times: number } | null>(null);
  const open = (decision: Decision) =>
    setOpened((before) => ({ decision, open: true, times: (before?.times ?? 0) + 1 }));
  return (
    <div className="flex max-w-sm flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" disabled={refusal !== null} onClick={() => open('publish')}>
          {t(why === 'review' ? 'quarantine.publishReviewed' : 'quarantine.publish')}…
        </Button>
        <Button onClick={() => open('discard')}>{t('quarantine.discard')}…</Button>
      </div>
      {refusal !== null && <p className="text-sm text-muted-foreground">{refusal}</p>}
      {opened && (
        <Suspense fallback={null}>
          <DecideDialog
            key={opened.times}
            id={id}
            why={why}
            decision={opened.decision}
            actions={actions}
            open={opened.open}
            setOpen={(is) => setOpened({ ...opened, open: is })}
          />
        </Suspense>
      )}
    </div>
  );
}
