'use client';

import { RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import type { RunDetail } from '#lib/refresh/view/run-types.ts';
import { isActive } from '../run-words.ts';
import { answered, type RunActions } from '../types.ts';

/** Does again exactly what a run failed to do, in a run of its own, and leads there. */
export function RetryButton({ detail, retry }: { detail: RunDetail; retry: RunActions['retry'] }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [pending, start] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const { run, units, retriedBy } = detail;
  const undone = units.filter(({ state }) => state !== 'published' && state !== 'unchanged').length;
  // Without units it ended before it was planned, and is asked for again.
  const all = units.length === 0;
  if (isActive(run) || run.state === 'succeeded' || (undone === 0 && !all) || retriedBy) return null;
  const send = () =>
    start(async () => {
      setProblem(null);
      try {
        const { id } = await answered(retry({ run: run.id }));
        router.push(`/admin/runs/${id}`);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : t('refresh.notReached'));
      }
    });
  return (
    <div className="flex flex-wrap items-center justify-end gap-3">
      {problem && (
        <p role="alert" className="text-sm text-destructive">
          {problem}
        </p>
      )}
      <Button variant="primary" size="sm" onClick={send} disabled={pending}>
        <RotateCcw aria-hidden="true" />
        {all ? t('run.retryAll') : t('run.retry', { count: undone })}
      </Button>
    </div>
  );
}
