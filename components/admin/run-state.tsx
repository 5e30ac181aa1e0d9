import { Badge } from '#components/ui/badge.tsx';
import { Progress } from '#components/ui/progress.tsx';
import type { RunView } from '#lib/refresh/overview-types.ts';
import { isActive, progressWords, stateOf } from './run-words.ts';

/** The state in a word; of a run under way also how far it is. */
export function RunStateCell({ run }: { run: RunView }) {
  const { words, tone } = stateOf(run.state);
  const active = isActive(run);
  return (
    <div className="flex min-w-0 flex-col items-start gap-1.5">
      <Badge tone={tone}>{words}</Badge>
      {active && (
        <div className="w-36 max-w-full">
          <Progress label={`Run ${run.id} of ${run.summary}`} done={run.unitsDone} total={run.unitsTotal} />
          <p className="pt-1 text-xs text-muted-foreground">{progressWords(run)}</p>
        </div>
      )}
    </div>
  );
}
