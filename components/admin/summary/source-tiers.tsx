import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { say } from '#lib/i18n/message.ts';
import type { SourceTier } from '#lib/refresh/late/late-types.ts';

/** How late rows of each source are noticed, and whether that works. */
export function SourceTiers({ sources }: { sources: readonly SourceTier[] }) {
  const language = useLanguage();
  const { t } = language;
  return (
    <div className="mt-4 border-t border-border pt-3">
      <h2 className="text-xs text-muted-foreground">{t('tier.title')}</h2>
      <ul className="mt-1 grid gap-1.5 text-sm">
        {sources.map(({ source, table, tier, state, why }) => (
          <li key={source} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
            <span className="font-medium">{table}</span>
            <Badge tone={state === 'ok' ? (tier === 'none' ? 'warning' : 'success') : 'destructive'}>
              {t(`tier.${tier}`)}
            </Badge>
            {state !== 'ok' && (
              <span className="text-xs text-destructive">
                {t(state === 'broken' ? 'tier.broken' : 'tier.notSetUp')}
              </span>
            )}
            <span className="min-w-0 text-xs text-muted-foreground">
              {why ? say(why, language) : t(`tier.${tier}What`)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
