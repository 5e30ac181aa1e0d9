'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useAct } from '#components/people/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import type { Decision } from './decide-buttons.tsx';
import type { QuarantineActions } from './types.ts';

type DecideDialogProps = {
  id: string;
  why: 'checks' | 'review';
  decision: Decision;
  actions: QuarantineActions;
  open: boolean;
  setOpen: (open: boolean) => void;
};

/** Says what the decision means and asks for the reason, which is kept. */
export default function DecideDialog({ id, why, decision, actions, open, setOpen }: DecideDialogProps) {
  const { t } = useLanguage();
  const router = useRouter();
  const field = useId();
  const [reason, setReason] = useState('');
  const { act, pending, problem } = useAct();
  const publishing = decision === 'publish';
  const publish = why === 'review' ? 'quarantine.publishReviewed' : 'quarantine.publish';
  const means = why === 'review' ? 'quarantine.publishReviewedMeans' : 'quarantine.publishMeans';
  const discardMeans = why === 'review' ? 'quarantine.discardReviewedMeans' : 'quarantine.discardMeans';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish = { id, reason: reason.trim() };
    if (publishing) {
      act(
        () => actions.publish(wish),
        (run) => router.push(`/admin/runs/${run.id}`),
      );
    } else {
      act(
        () => actions.discard(wish),
        () => setOpen(false),
      );
    }
  };
  return (
    <Dialog
      open={open}
      setOpen={setOpen}
      title={t(publishing ? publish : 'quarantine.discard')}
      description={t(publishing ? means : discardMeans)}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div>
          <Label htmlFor={field} className="pb-1">
            {t('rollBack.reason')}
          </Label>
          <Input
            id={field}
            value={reason}
            required
            maxLength={500}
            placeholder={t(publishing ? 'quarantine.publishExample' : 'quarantine.discardExample')}
            onChange={({ target }) => setReason(target.value)}
          />
          <p className="pt-1 text-xs text-muted-foreground">{t('quarantine.reasonKept')}</p>
        </div>
        {problem && <Banner tone="destructive">{problem}</Banner>}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => setOpen(false)}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            variant={publishing ? 'primary' : 'destructive'}
            disabled={pending || reason.trim() === ''}
          >
            {t(publishing ? publish : 'quarantine.discard')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
