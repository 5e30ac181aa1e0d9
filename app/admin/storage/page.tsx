import type { Metadata } from 'next';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { orNotice } from '#app/or-notice.tsx';
import { StorageLegend } from '#components/admin/storage/storage-bar.tsx';
import { StorageTable } from '#components/admin/storage/storage-table.tsx';
import { totalOf } from '#components/admin/storage/storage-words.ts';
import { formatBytes } from '#components/format/bytes.ts';
import { Card } from '#components/ui/card.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { storageOf } from '#lib/refresh/retention/storage.ts';
import { registry } from '#queries/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('storage.title') };
}

export default async function StoragePage() {
  const { viewer } = await page('page /admin/storage');
  const language = await requestLanguage();
  const { t } = language;
  return orNotice(async () => {
    const { read, schema } = adminWarehouse();
    const storage = await storageOf(read, schema, registry);
    const total = storage.reduce((sum, one) => sum + totalOf(one), 0n);
    return (
      <AdminFrame viewer={viewer} title={t('storage.title')} about={t('storage.about')}>
        {storage.length === 0 ? (
          <Card className="p-4 text-sm text-muted-foreground">{t('storage.none')}</Card>
        ) : (
          <div className="flex flex-col gap-2.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
              <p className="text-base font-semibold">{t('storage.inAll', { size: formatBytes(total, language) })}</p>
              <StorageLegend language={language} />
            </div>
            <StorageTable storage={storage} language={language} />
          </div>
        )}
      </AdminFrame>
    );
  });
}
