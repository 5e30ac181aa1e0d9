import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Progress } from '#components/ui/progress.tsx';
import type { RunView } from '#lib/refresh/view/overview-types.ts';
import { isActive, progressWords, toneOf } from './run-words.ts';

/** The state in a word; of a run under way also how far it is. */
export function RunStateCell({ run }: { run: RunView }) {
  const language = useLanguage();
  const active = isActive(run);
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5">
      <Badge tone={toneOf(run.state)}>{language.t(`state.${run.state}`)}</Badge>
      {active && (
        <div className="w-36 max-w-full">
          <Progress
            label={language.t('runs.progressOf', { run: run.id, summary: run.summary })}
            done={run.unitsDone}
            total={run.unitsTotal}
          />
          <p className="pt-1 text-xs text-muted-foreground">{progressWords(run, language)}</p>
        </div>
      )}
    </div>
  );
}
