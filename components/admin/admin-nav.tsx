'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { MessageKey } from '#lib/i18n/language.ts';

type Place = { href: string; label: MessageKey; within?: string };

const places: readonly Place[] = [
  { href: '/admin', label: 'adminNav.overview', within: '/admin/summaries' },
  { href: '/admin/runs', label: 'adminNav.runs' },
  { href: '/admin/schedules', label: 'adminNav.schedules' },
  { href: '/admin/epochs', label: 'adminNav.history' },
  { href: '/admin/quarantine', label: 'adminNav.quarantine' },
  { href: '/admin/lineage', label: 'adminNav.lineage' },
  { href: '/admin/storage', label: 'adminNav.storage' },
  { href: '/admin/people', label: 'people.title' },
  { href: '/admin/notifications', label: 'notifications.title' },
];

type AdminNavProps = { quarantined?: number; held?: number };

/** The pages of Admin in one line, which scrolls sideways on a phone. What waits for somebody is counted beside its page. */
export function AdminNav({ quarantined = 0, held = 0 }: AdminNavProps) {
  const { t } = useLanguage();
  const path = usePathname();
  const waiting: Record<string, string | null> = {
    '/admin/quarantine': quarantined > 0 ? t('adminNav.quarantined', { count: quarantined }) : null,
    '/admin/epochs': held > 0 ? t('adminNav.held', { count: held }) : null,
  };
  return (
    <nav
      aria-label={t('adminNav.label')}
      className="-mx-4 mb-5 first:-mt-5 overflow-x-auto border-b border-border px-4 [scrollbar-width:none] sm:-mx-6 sm:px-6 print:hidden"
    >
      <ul className="flex w-max items-stretch gap-1">
        {places.map(({ href, label, within }) => {
          const here = path === href || (href !== '/admin' && path.startsWith(`${href}/`)) || isWithin(path, within);
          const count = waiting[href];
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={path === href ? 'page' : here ? 'true' : undefined}
                ref={(link) => {
                  if (here) link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
                }}
                className={cn(
                  '-mb-px flex h-10 items-center gap-1.5 border-b-2 px-2 text-sm whitespace-nowrap -outline-offset-2',
                  here
                    ? 'border-primary font-medium text-foreground'
                    : 'border-transparent text-muted-foreground hover:text-foreground',
                )}
              >
                {t(label)}
                {count && <Badge tone="warning">{count}</Badge>}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

const isWithin = (path: string, folder: string | undefined) => folder !== undefined && path.startsWith(`${folder}/`);
