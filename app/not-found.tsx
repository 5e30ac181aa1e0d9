import Link from 'next/link';
import { Notice } from '#components/shell/notice.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { requestLanguage } from '#lib/i18n/request.ts';

export default async function NotFound() {
  const { t } = await requestLanguage();
  return (
    <main>
      <Notice
        title={t('notice.missing')}
        action={
          <Link href="/" className={buttonClass('primary')}>
            {t('common.toDashboards')}
          </Link>
        }
      >
        {t('notice.missingWhy')}
      </Notice>
    </main>
  );
}
