import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { LineageView } from '#components/admin/lineage/lineage-view.tsx';
import { Card } from '#components/ui/card.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { onlyAround } from '#lib/lineage/connected.ts';
import { layOut } from '#lib/lineage/layout.ts';
import { lineageOf } from '#lib/lineage/lineage.ts';
import { registry } from '#queries/index.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('lineage.title') };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function LineagePage({ searchParams }: Props) {
  const { viewer } = await page('page /admin/lineage');
  const { t, rich } = await requestLanguage();
  const { node, only } = await searchParams;
  const lineage = lineageOf(registry);
  const around = only === 'true' && lineage.nodes.some(({ id }) => id === node) ? String(node) : null;
  return (
    <AdminFrame viewer={viewer} title={t('lineage.title')} about={t('lineage.about')}>
      {lineage.nodes.length === 0 ? (
        <Card className="p-4 text-muted-foreground">
          {rich<ReactNode>('admin.noSummary', {
            code: (file) => (
              <code key="file" className="font-mono text-sm">
                {file}
              </code>
            ),
          })}
        </Card>
      ) : (
        <LineageView lineage={lineage} layout={layOut(around ? onlyAround(lineage, around) : lineage)} />
      )}
    </AdminFrame>
  );
}
