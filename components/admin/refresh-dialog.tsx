'use client';

import { useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { SummaryHealth } from '#lib/refresh/view/overview-types.ts';
import { RefreshForm } from './refresh-form.tsx';
import type { PreviewRefresh, RequestRefresh } from './types.ts';

type RefreshDialogProps = {
  summary: SummaryHealth;
  open: boolean;
  setOpen: (open: boolean) => void;
  request: RequestRefresh;
  preview: PreviewRefresh;
  requested: () => void;
};

export default function RefreshDialog({ summary, open, setOpen, request, preview, requested }: RefreshDialogProps) {
  const { t } = useLanguage();
  const [range, setRange] = useState({ from: '', to: '' });
  return (
    <Dialog
      open={open}
      setOpen={setOpen}
      title={t('admin.refreshOf', { summary: summary.name })}
      description={summary.description}
    >
      <RefreshForm
        summary={summary}
        range={range}
        setRange={setRange}
        request={request}
        preview={preview}
        cancel={() => setOpen(false)}
        requested={() => {
          setOpen(false);
          requested();
        }}
      />
    </Dialog>
  );
}
