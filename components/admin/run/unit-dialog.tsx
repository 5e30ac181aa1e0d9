'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { UnitView } from '#lib/refresh/view/run-types.ts';
import type { RunActions } from '../types.ts';
import { UnitFindings } from './unit-findings.tsx';

type UnitDialogProps = {
  run: string;
  unit: UnitView;
  read: RunActions['unit'];
  open: boolean;
  setOpen: (open: boolean) => void;
};

/** What was measured of one unit. */
export default function UnitDialog({ run, unit, read, open, setOpen }: UnitDialogProps) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={open}
      setOpen={setOpen}
      title={t('run.unitOf', { unit: unit.range ? unit.unit : t('run.everything'), run })}
      wide
    >
      <UnitFindings run={run} unit={unit} read={read} />
    </Dialog>
  );
}
