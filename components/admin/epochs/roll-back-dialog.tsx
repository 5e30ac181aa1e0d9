'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { useAct } from '#components/people/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { say } from '#lib/i18n/message.ts';
import { RollBackPreviewList } from './roll-back-preview.tsx';
import type { RollBackActions } from './types.ts';

type RollBackDialogProps = {
  epoch: number;
  actions: RollBackActions;
  open: boolean;
  setOpen: (open: boolean) => void;
};

/** What undoing an epoch would change, the reason, and the button that does it. */
export default function RollBackDialog({ epoch, actions, open, setOpen }: RollBackDialogProps) {
  const language = useLanguage();
  const { t } = language;
  const preview = useQuery({
    queryKey: ['roll-back-preview', epoch],
    queryFn: async () => {
      const answer = await actions.preview({ epoch });
      if (!answer.ok) throw new Error(answer.message);
      return answer.value;
    },
    // What it would change may change any minute.
    gcTime: 0,
    retry: false,
  });
  const refusal = preview.data?.refusal;
  return (
    <Dialog
      open={open}
      setOpen={setOpen}
      title={t('rollBack.title', { epoch: String(epoch) })}
      description={t('rollBack.about', { epoch: String(epoch) })}
    >
      {preview.isPending && <Skeleton className="h-40" />}
      {preview.error && <Banner tone="destructive">{preview.error.message}</Banner>}
      {refusal && <Banner tone="warning">{say(refusal, language)}</Banner>}
      {preview.data && !refusal && (
        <div className="flex flex-col gap-4">
          <RollBackPreviewList preview={preview.data} />
          <RollBackForm epoch={epoch} request={actions.request} close={() => setOpen(false)} />
        </div>
      )}
    </Dialog>
  );
}

type RollBackFormProps = { epoch: number; request: RollBackActions['request']; close: () => void };

function RollBackForm({ epoch, request, close }: RollBackFormProps) {
  const { t } = useLanguage();
  const router = useRouter();
  const id = useId();
  const [reason, setReason] = useState('');
  const { act, pending, problem } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(
      () => request({ epoch, reason: reason.trim() }),
      (run) => router.push(`/admin/runs/${run.id}`),
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <Label htmlFor={`${id}-reason`} className="pb-1">
          {t('rollBack.reason')}
        </Label>
        <Input
          id={`${id}-reason`}
          value={reason}
          required
          maxLength={500}
          placeholder={t('rollBack.reasonExample')}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
      {problem && <Banner tone="destructive">{problem}</Banner>}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={close}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="destructive" disabled={pending || reason.trim() === ''}>
          {t('rollBack.confirm')}
        </Button>
      </div>
    </form>
  );
}
