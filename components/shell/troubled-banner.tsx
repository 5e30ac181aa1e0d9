import Link from 'next/link';
import { Banner } from '#components/ui/banner.tsx';
import type { Language } from '#lib/i18n/language.ts';

type TroubledBannerProps = { summaries: string[]; language: Language };

/** On every page of an admin, while the newest run of some summary has not succeeded. */
export function TroubledBanner({ summaries, language: { t } }: TroubledBannerProps) {
  if (summaries.length === 0) return null;
  return (
    <Banner
      tone="warning"
      className="mb-4 print:hidden"
      action={
        <Link href="/admin" className="font-medium text-sm underline underline-offset-2">
          {t('notifications.look')}
        </Link>
      }
    >
      {t('notifications.troubled', { count: summaries.length, names: summaries.join(', ') })}
    </Banner>
  );
}
