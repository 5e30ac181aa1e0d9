import type { Metadata } from 'next';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { orNotice } from '#app/or-notice.tsx';
import { QuarantineTable } from '#components/admin/quarantine/quarantine-table.tsx';
import { Card } from '#components/ui/card.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { listQuarantine } from '#lib/refresh/quarantine/list-quarantine.ts';
import { registry } from '#queries/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('quarantine.title') };
}

export default async function QuarantinePage() {
  const { viewer } = await page('page /admin/quarantine');
  const language = await requestLanguage();
  const { t } = language;
  return orNotice(async () => {
    const { write, schema } = adminWarehouse();
    const builds = await listQuarantine(write, schema, registry);
    const now = new Date().toISOString();
    const open = builds.filter(({ state }) => state === 'open');
    const decided = builds.filter(({ state }) => state !== 'open');
    const sections = [
      { id: 'waiting', title: t('quarantine.waiting'), builds: open, none: t('quarantine.noneWaiting') },
      { id: 'decided', title: t('quarantine.decidedTitle'), builds: decided, none: t('quarantine.noneDecided') },
    ];
    return (
      <AdminFrame viewer={viewer} title={t('quarantine.title')} about={t('quarantine.about')}>
        {sections.map(({ id, title, builds: listed, none }) => (
          <div key={id} className="flex flex-col gap-2.5">
            <h2 className="text-base font-semibold">{title}</h2>
            {listed.length === 0 ? (
              <Card className="p-4 text-sm text-muted-foreground">{none}</Card>
            ) : (
              <QuarantineTable label={title} builds={listed} now={now} language={language} />
            )}
          </div>
        ))}
      </AdminFrame>
    );
  });
}
