import { nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import type { CheckTally } from '#lib/refresh/view/overview-types.ts';

/** How many checks passed, or how many did not. */
export function CheckCount({ tally }: { tally: CheckTally }) {
  const { t } = useLanguage();
  const { passed, warned, blocked } = tally;
  if (passed + warned + blocked === 0) return <span className="text-muted-foreground">{nothing}</span>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {blocked > 0 && <Badge tone="destructive">{t('run.blocked', { count: blocked })}</Badge>}
      {warned > 0 && <Badge tone="warning">{t('run.warned', { count: warned })}</Badge>}
      {blocked + warned === 0 && <span>{t('run.passed', { count: passed })}</span>}
    </span>
  );
}
