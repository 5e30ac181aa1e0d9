'use client';

import { formatInstant } from '#components/format/date.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { say } from '#lib/i18n/message.ts';
import type { TileData } from '#lib/query/result.ts';
import { runnableSql } from './runnable-sql.ts';

type SqlDialogProps = {
  open: boolean;
  setOpen: (open: boolean) => void;
  title: string;
  result: TileData;
  zone: string;
};

/** Where the numbers of a tile come from. */
export function SqlDialog({ open, setOpen, title, result, zone }: SqlDialogProps) {
  const language = useLanguage();
  const { t } = language;
  const through = result.completeThrough
    ? t('sql.momentIn', { moment: formatInstant(result.completeThrough, zone, language), zone })
    : t('sql.notKnown');
  return (
    <Dialog open={open} setOpen={setOpen} title={title} description={t('sql.about')} wide>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-3 text-sm sm:grid-cols-[auto_auto_1fr_auto]">
        <Fact name={t('sql.summary')} value={result.summary} mono />
        <Fact name={t('sql.epoch')} value={String(result.epoch)} />
        <Fact name={t('sql.completeThrough')} value={through} />
        <Fact
          name={t('sql.answer')}
          value={t('sql.rowsIn', { rows: result.rows, milliseconds: result.milliseconds })}
        />
      </dl>
      {result.answeredBy && (
        <>
          <h3 className="pt-4 pb-1.5 text-sm font-medium">{t('sql.answeredBy')}</h3>
          <ul className="grid gap-1 text-sm">
            {result.answeredBy.considered.map(({ summary, chosen, reason }) => (
              <li key={summary} className={chosen ? undefined : 'text-muted-foreground'}>
                {say(reason, language)}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="mt-4 flex items-center justify-between pb-1.5">
        <h3 className="text-sm font-medium">{t('sql.sql')}</h3>
        <CopyButton label={t('sql.copy')} text={() => runnableSql(result.sql, result.parameters)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
      <pre tabIndex={0} className="max-h-80 overflow-auto rounded-md bg-muted p-3 font-mono text-xs leading-5">
        {result.sql}
      </pre>
      {result.parameters.length > 0 && (
        <>
          <h3 className="pt-4 pb-1.5 text-sm font-medium">{t('sql.parameters')}</h3>
          <ol className="grid gap-1 font-mono text-xs">
            {result.parameters.map((value, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a parameter is named by its place.
              <li key={index} className="flex gap-3">
                <span className="w-8 shrink-0 text-muted-foreground">${index + 1}</span>
                <span className="break-all">{value === null ? 'null' : String(value)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </Dialog>
  );
}

function Fact({ name, value, mono }: { name: string; value: string; mono?: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className={mono ? 'font-mono text-xs leading-5 break-words' : 'break-words'}>{value}</dd>
    </div>
  );
}
