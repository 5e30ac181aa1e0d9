'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { CancelHow, RunView } from '#lib/refresh/view/overview-types.ts';
import { Choice } from '../choice.tsx';
import { answered, type RunActions } from '../types.ts';

type CancelDialogProps = {
  run: RunView;
  cancel: RunActions['cancel'];
  open: boolean;
  setOpen: (open: boolean) => void;
};

/** How a run is to end: with the unit it works on, or at once. */
export default function CancelDialog({ run, cancel, open, setOpen }: CancelDialogProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const name = useId();
  // Whoever has asked for a gentle end before comes back to ask for a quick one.
  const [how, setHow] = useState<CancelHow>(run.cancel === 'after unit' ? 'now' : 'after unit');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async () => {
    setSending(true);
    setProblem(null);
    try {
      await answered(cancel({ run: run.id, how }));
      setOpen(false);
      await client.invalidateQueries();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t('refresh.notReached'));
    } finally {
      setSending(false);
    }
  };
  return (
    <Dialog open={open} setOpen={setOpen} title={t('run.cancelOf', { run: run.id })} description={t('run.cancelAbout')}>
      <div className="flex flex-col gap-4">
        <fieldset className="grid gap-1">
          <legend className="sr-only">{t('run.cancelHow')}</legend>
          {run.cancel === null && (
            <Choice
              name={name}
              checked={how === 'after unit'}
              choose={() => setHow('after unit')}
              title={t('run.afterUnit')}
              about={t('run.afterUnitAbout')}
            />
          )}
          <Choice
            name={name}
            checked={how === 'now'}
            choose={() => setHow('now')}
            title={t('run.now')}
            about={t('run.nowAbout')}
          />
        </fieldset>
        {problem && <Banner tone="destructive">{problem}</Banner>}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => setOpen(false)}>
            {t('run.keep')}
          </Button>
          <Button variant="destructive" onClick={send} disabled={sending}>
            {t('run.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
