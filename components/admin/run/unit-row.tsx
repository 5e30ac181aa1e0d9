import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatDuration } from '#components/format/date.ts';
import { formatCount, nothing } from '#components/format/number.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { UnitState, UnitView } from '#lib/refresh/view/run-types.ts';
import { CheckCount } from '../check-count.tsx';
import { changeWords } from '../run-words.ts';

const tones: Record<UnitState, Tone> = {
  pending: 'neutral',
  building: 'info',
  published: 'success',
  unchanged: 'neutral',
  failed: 'destructive',
  quarantined: 'destructive',
};

type UnitRowProps = { unit: UnitView; index: number; now: string; height: number; open: () => void };

export function UnitRow({ unit, index, now, height, open }: UnitRowProps) {
  const language = useLanguage();
  const { t } = language;
  const took = tookOf(unit, now);
  return (
    <tr aria-rowindex={index + 2} style={{ height }} className="hover:bg-hover">
      <Cell>
        <button
          type="button"
          onClick={open}
          className="rounded text-left font-medium whitespace-nowrap hover:underline"
        >
          {unit.range === null ? t('run.everything') : unit.unit}
        </button>
      </Cell>
      <Cell>
        <Badge tone={tones[unit.state]}>{t(`unit.${unit.state}`)}</Badge>
      </Cell>
      <Cell right>
        {unit.epoch === null ? (
          nothing
        ) : (
          <Link href={`/admin/epochs/${unit.epoch}`} className="text-primary hover:underline">
            {unit.epoch}
          </Link>
        )}
      </Cell>
      <Cell right wide>
        {unit.built === null ? nothing : formatCount(unit.built, language)}
      </Cell>
      <Cell right wide>
        {unit.state === 'published'
          ? changeWords({ rowsOpened: unit.opened, rowsClosed: unit.closed }, language)
          : nothing}
      </Cell>
      <Cell right wide>
        {took === null ? nothing : formatDuration(took, language)}
      </Cell>
      <Cell right wide>
        <CheckCount tally={unit} />
      </Cell>
    </tr>
  );
}

function Cell({ right, wide, children }: { right?: boolean; wide?: boolean; children: ReactNode }) {
  return (
    <td
      className={cn('border-b border-border/60 px-3 whitespace-nowrap', right && 'text-right', wide && 'max-md:hidden')}
    >
      {children}
    </td>
  );
}

const tookOf = ({ startedAt, finishedAt, state }: UnitView, now: string): number | null =>
  startedAt && (finishedAt || state === 'building')
    ? Math.max(0, Date.parse(finishedAt ?? now) - Date.parse(startedAt))
    : null;
