import type { ReactNode } from 'react';
import { Card } from '#components/ui/card.tsx';
import type { Language } from '#lib/i18n/language.ts';
import { DashboardCard, type DashboardCardView } from './dashboard-card.tsx';

export function Home({ dashboards, language }: { dashboards: DashboardCardView[]; language: Language }) {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold tracking-tight">{language.t('home.title')}</h1>
      {dashboards.length === 0 ? (
        <Card className="p-6 text-muted-foreground">
          {language.rich<ReactNode>('home.empty', {
            code: (file) => (
              <code key="file" className="font-mono text-sm">
                {file}
              </code>
            ),
          })}
        </Card>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {dashboards.map((dashboard) => (
            <li key={dashboard.name} className="grid">
              <DashboardCard dashboard={dashboard} language={language} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
