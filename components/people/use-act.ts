'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import type { Answer } from './types.ts';

/** Sends an action once at a time, keeps what it refused, and shows the page anew when it has worked. */
export function useAct() {
  const router = useRouter();
  const { t } = useLanguage();
  const [pending, start] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const act = <Value>(send: () => Promise<Answer<Value>>, done?: (value: Value) => void) => {
    if (pending) return;
    setProblem(null);
    start(async () => {
      try {
        const answer = await send();
        if (!answer.ok) {
          setProblem(answer.message);
          return;
        }
        done?.(answer.value);
        router.refresh();
      } catch {
        setProblem(t('people.notSent'));
      }
    });
  };
  return { act, pending, problem };
}
