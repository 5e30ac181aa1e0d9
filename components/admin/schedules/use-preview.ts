'use client';

import { useEffect, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import type { ScheduleActions } from './types.ts';

type Answered = { cron: string; zone: string; next: string[]; why: string | null };

export type Preview = {
  /** The newest answer; null before the first, and while nothing is typed. */
  answer: Answered | null;
  /** The answer is about what is typed now. */
  current: boolean;
};

/** One question when the typing pauses, not one a key: actions of one browser run one after another. */
const pauseMilliseconds = 300;

/** When what is typed would run next. The last answer stays until the next one is there. */
export function usePreview(preview: ScheduleActions['preview'], typedCron: string, typedZone: string): Preview {
  const { t } = useLanguage();
  const [answer, setAnswer] = useState<Answered | null>(null);
  const [cron, zone] = [typedCron.trim(), typedZone.trim()];
  useEffect(() => {
    if (cron === '') return;
    let wanted = true;
    const ask = async () => {
      const answered = await preview({ cron, zone }).catch(() => null);
      if (!wanted) return;
      const next = answered?.ok ? answered.value.next : [];
      const why = answered?.ok ? null : (answered?.message ?? t('people.notSent'));
      setAnswer({ cron, zone, next, why });
    };
    const timer = setTimeout(() => void ask(), pauseMilliseconds);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [preview, cron, zone, t]);
  if (cron === '') return { answer: null, current: true };
  return { answer, current: answer?.cron === cron && answer.zone === zone };
}
