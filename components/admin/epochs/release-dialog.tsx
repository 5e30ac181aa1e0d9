'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useAct } from '#components/people/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { HoldView } from '#lib/refresh/roll-back/roll-back-types.ts';
import { daysWords } from './epoch-words.ts';
import type { ReleaseHold } from './types.ts';

type ReleaseDialogProps = {
  hold: HoldView;
  release: ReleaseHold;
  open: boolean;
  setOpen: (open: boolean) => void;
};

/** Asks once more: the next refresh brings the numbers back that somebody undid. */
export default function ReleaseDialog({ hold, release, open, setOpen }: ReleaseDialogProps) {
  const language = useLanguage();
  const { t } = language;
  const { act, pending, problem } = useAct();
  const days = daysWords(hold.range, language);
  return (
    <Dialog open={open} setOpen={setOpen} title={t('holds.releaseOf', { summary: hold.summary, days })}>
      <div className="flex flex-col gap-4">
        <p className="text-sm">{t('holds.releaseMeans')}</p>
        {problem && <Banner tone="destructive">{problem}</Banner>}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => setOpen(false)}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="primary"
            disabled={pending}
            onClick={() =>
              act(
                () => release({ id: hold.id }),
                () => setOpen(false),
              )
            }
          >
            {t('holds.release')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
