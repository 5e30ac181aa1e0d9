'use client';

import { useId } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';

type ShownOnceProps = { label: string; text: string; children: string };

/** A secret that is shown this once, with a button to copy it and a sentence on how long it is good. */
export function ShownOnce({ label, text, children }: ShownOnceProps) {
  const id = useId();
  const { t } = useLanguage();
  return (
    <div role="status" className="rounded-lg border border-success/30 bg-success-soft p-3.5">
      <Label htmlFor={id} className="pb-1.5">
        {label}
      </Label>
      <div className="flex gap-2">
        <Input
          id={id}
          readOnly
          value={text}
          aria-describedby={`${id}-about`}
          className="font-mono text-sm"
          onFocus={(event) => event.currentTarget.select()}
        />
        <CopyButton label={t('people.copy')} text={() => text} variant="primary" size="md" />
      </div>
      <p id={`${id}-about`} className="pt-2 text-xs text-foreground">
        {children}
      </p>
    </div>
  );
}
