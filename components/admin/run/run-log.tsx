import { useLanguage } from '#components/i18n/language-provider.tsx';
import { dateFormat } from '#lib/i18n/day.ts';
import type { LogLine } from '#lib/refresh/view/run-types.ts';

/** The log of a run, oldest line first, by the clock of its summary. */
export function RunLog({ lines, cut, zone }: { lines: LogLine[]; cut: boolean; zone: string }) {
  const language = useLanguage();
  const { t } = language;
  const clock = dateFormat(language, {
    timeZone: zone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  if (lines.length === 0) return <p className="text-sm text-muted-foreground">{t('run.noLog')}</p>;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={t('run.log')}
      className="max-h-96 overflow-y-auto rounded-md bg-muted p-3"
    >
      {cut && <p className="pb-1 text-xs text-muted-foreground">{t('run.logCut')}</p>}
      <ol className="grid gap-0.5 font-mono text-xs">
        {lines.map((line) => (
          <li key={line.id} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
            <time dateTime={line.at} className="text-muted-foreground">
              {clock.format(new Date(line.at))}
            </time>
            <span className="break-words">{line.line}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
