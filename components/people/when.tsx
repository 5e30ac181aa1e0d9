'use client';

import { formatDistance, formatInstant } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';

/** A time as its distance from now; the time itself on pointing at it. */
export function When({ at, now }: { at: string; now: string }) {
  const language = useLanguage();
  return (
    <time dateTime={at} title={`${formatInstant(at, 'UTC', language)} UTC`} className="whitespace-nowrap">
      {formatDistance(at, now, language)}
    </time>
  );
}
