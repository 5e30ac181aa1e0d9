import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { SignedIn } from '#app/signed-in.tsx';
import { AdminHeading } from '#components/admin/admin-heading.tsx';
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
    <SignedIn viewer={viewer}>
      <div className="flex flex-col gap-5">
        <header className="flex flex-col gap-1">
          <AdminHeading title={t('lineage.title')} />
          <p className="text-sm text-muted-foreground">{t('lineage.about')}</p>
        </header>
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
      </div>
    </SignedIn>
  );
}
