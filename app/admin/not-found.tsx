import Link from 'next/link';
import { Notice } from '#components/shell/notice.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { requestLanguage } from '#lib/i18n/request.ts';

/** A run, epoch, summary or build that is not there. */
export default async function NotFoundInAdmin() {
  const { t } = await requestLanguage();
  return (
    <main>
      <Notice
        title={t('admin.missing')}
        action={
          <Link href="/admin" className={buttonClass('primary')}>
            {t('admin.toAdmin')}
          </Link>
        }
      >
        {t('admin.missingWhy')}
      </Notice>
    </main>
  );
}
