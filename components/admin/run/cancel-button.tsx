'use client';

import { CircleStop } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import type { RunView } from '#lib/refresh/view/overview-types.ts';
import { isActive } from '../run-words.ts';
import type { RunActions } from '../types.ts';

const CancelDialog = lazy(() => import('./cancel-dialog.tsx'));

/** Asks for the end of a run, after the question how. */
export function CancelButton({ run, cancel }: { run: RunView; cancel: RunActions['cancel'] }) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState({ open: false, times: 0 });
  if (!isActive(run)) return null;
  return (
    <>
      {run.cancel && (
        <span className="text-sm text-warning">{t(run.cancel === 'now' ? 'run.endsNow' : 'run.endsAfterUnit')}</span>
      )}
      {run.cancel !== 'now' && (
        <Button size="sm" onClick={() => setOpened(({ times }) => ({ open: true, times: times + 1 }))}>
          <CircleStop aria-hidden="true" />
          {t('run.cancel')}
        </Button>
      )}
      {opened.times > 0 && (
        <Suspense fallback={null}>
          <CancelDialog
            key={opened.times}
            run={run}
            cancel={cancel}
            open={opened.open}
            setOpen={(open) => setOpened(({ times }) => ({ open, times }))}
          />
        </Suspense>
      )}
    </>
  );
}
