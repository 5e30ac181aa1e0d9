import Link from 'next/link';
import { addDays, formatDayRange, formatInstant } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import type { RefreshRange } from '#lib/refresh/view/overview-types.ts';
import type { SummaryView } from '#lib/refresh/view/summary-types.ts';

/** Builds in quarantine, a review, and days that are held: what goes on only when somebody decides. */
export function WaitingList({
  view: { quarantine, holds, health },
}: {
  view: Pick<SummaryView, 'quarantine' | 'holds' | 'health'>;
}) {
  const language = useLanguage();
  const { t } = language;
  const days = (ranges: (RefreshRange | null)[]) => {
    const words = ranges.map((range) =>
      range ? formatDayRange(range.from, addDays(range.to, -1), language) : t('run.everything'),
    );
    // Days that are held twice are told once.
    const different = [...new Set(words)];
    const more = different.length > 3 ? [t('preview.more', { count: different.length - 3 })] : [];
    return [...different.slice(0, 3), ...more].join(', ');
  };
  const { review, zone } = health;
  // The build of an open review is told by the banner of the review.
  const builds = quarantine.filter(({ id }) => id !== review?.id);
  if (!review && builds.length + holds.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {builds.length > 0 && (
        <Banner
          tone="warning"
          action={
            <Link
              href={builds.length === 1 ? `/admin/quarantine/${builds[0]?.id}` : '/admin/quarantine'}
              className={buttonClass('outline', 'sm')}
            >
              {t('summaryPage.look')}
            </Link>
          }
        >
          {t('summaryPage.quarantined', {
            count: builds.length,
            days: days(builds.map((build) => build.range)),
          })}
        </Banner>
      )}
      {review && (
        <Banner
          tone="warning"
          action={
            <Link href={`/admin/quarantine/${review.id}`} className={buttonClass('outline', 'sm')}>
              {t('summaryPage.look')}
            </Link>
          }
        >
          {t(review.state === 'open' ? 'summaryPage.reviewOpen' : 'summaryPage.reviewDiscarded', {
            when: formatInstant(review.at, zone, language),
          })}
        </Banner>
      )}
      {holds.length > 0 && (
        <Banner
          tone="warning"
          action={
            <Link href="/admin/epochs" className={buttonClass('outline', 'sm')}>
              {t('summaryPage.look')}
            </Link>
          }
        >
          {t('summaryPage.held', { days: days(holds.map((hold) => hold.range)) })}
        </Banner>
      )}
    </div>
  );
}
