'use client';

import { Undo2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import type { RollBackActions } from './types.ts';

const RollBackDialog = lazy(() => import('./roll-back-dialog.tsx'));

/** Opens the preview of undoing an epoch. */
export function RollBackButton({ epoch, actions }: { epoch: number; actions: RollBackActions }) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState({ open: false, times: 0 });
  return (
    <>
      <Button onClick={() => setOpened(({ times }) => ({ open: true, times: times + 1 }))}>
        <Undo2 aria-hidden="true" />
        {t('rollBack.open')}
      </Button>
      {opened.times > 0 && (
        <Suspense fallback={null}>
          <RollBackDialog
            key={opened.times}
            epoch={epoch}
            actions={actions}
            open={opened.open}
            setOpen={(open) => setOpened(({ times }) => ({ open, times }))}
          />
        </Suspense>
      )}
    </>
  );
}
