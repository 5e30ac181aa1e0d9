import Link from 'next/link';
import { Freshness } from '#components/dashboard/freshness.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { Language } from '#lib/i18n/language.ts';
import { Opening } from './opening.tsx';

export type DashboardCardView = {
  name: string;
  title: string;
  description?: string | null;
  owner?: string | null;
  /** Null while one of its summaries is unbuilt. */
  freshness: { through: string; summary: string; zone: string } | null;
};

type CardProps = { dashboard: DashboardCardView; language: Language };

export function DashboardCard({ dashboard, language: { t } }: CardProps) {
  return (
    <article className="relative flex min-h-36 flex-col rounded-lg border border-border bg-card p-4 shadow-card transition-colors focus-within:border-primary/50 hover:border-primary/50 hover:bg-hover/40">
      <h2 className="text-base font-semibold">
        <Link
          href={`/dashboards/${encodeURIComponent(dashboard.name)}`}
          className="rounded-sm after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring"
        >
          {dashboard.title}
          <Opening />
        </Link>
      </h2>
      {dashboard.description && (
        <p className="mt-1 line-clamp-3 text-sm text-muted-foreground">{dashboard.description}</p>
      )}
      <div className="mt-auto flex flex-wrap items-center gap-x-3 gap-y-1.5 pt-4 text-xs text-muted-foreground">
        {dashboard.freshness ? (
          <Freshness {...dashboard.freshness} />
        ) : (
          <Badge tone="warning">{t('common.notBuilt')}</Badge>
        )}
        {dashboard.owner && <span>{t('common.ownedBy', { owner: dashboard.owner })}</span>}
      </div>
    </article>
  );
}
