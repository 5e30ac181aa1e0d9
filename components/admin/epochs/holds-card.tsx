'use client';

import { Lock } from 'lucide-react';
import Link from 'next/link';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { formatDistance } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import type { HoldView } from '#lib/refresh/roll-back/roll-back-types.ts';
import { daysWords } from './epoch-words.ts';
import type { ReleaseHold } from './types.ts';

const ReleaseDialog = lazy(() => import('./release-dialog.tsx'));

type HoldsCardProps = { holds: HoldView[]; now: string; release: ReleaseHold };

/** Days that no refresh changes, because somebody rolled them back. */
export function HoldsCard({ holds, now, release }: HoldsCardProps) {
  const language = useLanguage();
  const { t, rich } = language;
  const [chosen, setChosen] = useState<{ hold: HoldView; open: boolean; times: number } | null>(null);
  return (
    <section aria-labelledby="holds-title" className="flex flex-col gap-2.5">
      <h2 id="holds-title" className="text-base font-semibold">
        {t('holds.title')}
      </h2>
      <Card>
        <ul className="divide-y divide-border/60">
          {holds.map((hold) => (
            <li key={hold.id} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3.5 py-3 text-sm">
              <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning" />
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-medium break-words">
                  {t('holds.what', { summary: hold.summary, days: daysWords(hold.range, language) })}
                </p>
                <p className="text-xs break-words text-muted-foreground">
                  {rich<ReactNode>('holds.why', {
                    undone: String(hold.undone),
                    who: hold.who,
                    ago: formatDistance(hold.at, now, language),
                    epoch: (words) => (
                      <Link
                        key="epoch"
                        href={`/admin/epochs/${hold.epoch}`}
                        className="text-primary underline underline-offset-2"
                      >
                        {words}
                      </Link>
                    ),
                  })}
                </p>
                {hold.reason && <p className="pt-1 break-words">{t('holds.reason', { reason: hold.reason })}</p>}
              </div>
              <Button
                size="sm"
                aria-label={t('holds.releaseOf', { summary: hold.summary, days: daysWords(hold.range, language) })}
                onClick={() => setChosen((before) => ({ hold, open: true, times: (before?.times ?? 0) + 1 }))}
              >
                {t('holds.release')}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {chosen && (
        <Suspense fallback={null}>
          <ReleaseDialog
            key={chosen.times}
            hold={chosen.hold}
            release={release}
            open={chosen.open}
            setOpen={(open) => setChosen({ ...chosen, open })}
          />
        </Suspense>
      )}
    </section>
  );
}
