'use client';

import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';

type AttributeFieldsProps = {
  texts: Record<string, string>;
  setTexts: (texts: Record<string, string>) => void;
};

/** The lists of values that limit which rows somebody reads. */
export function AttributeFields({ texts, setTexts }: AttributeFieldsProps) {
  const id = useId();
  const { t } = useLanguage();
  const [name, setName] = useState('');
  const add = () => {
    const trimmed = name.trim();
    if (!/^[a-z][a-zA-Z0-9_]{0,59}$/.test(trimmed)) return;
    setTexts({ [trimmed]: '', ...texts });
    setName('');
  };
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="pb-0.5 text-sm font-medium">{t('people.attributes')}</legend>
      <p className="text-xs text-muted-foreground">{t('people.attributesAbout')}</p>
      {Object.entries(texts).map(([attribute, text]) => (
        <div key={attribute}>
          <Label htmlFor={`${id}-${attribute}`} className="pb-1 font-mono">
            {attribute}
          </Label>
          <textarea
            id={`${id}-${attribute}`}
            rows={Math.min(6, Math.max(2, text.split('\n').length))}
            value={text}
            onChange={(event) => setTexts({ ...texts, [attribute]: event.target.value })}
            className="block w-full rounded-md border border-input bg-card px-3 py-1.5 text-sm text-foreground"
          />
        </div>
      ))}
      <div className="flex gap-2">
        <Input
          small
          aria-label={t('people.attributeNew')}
          placeholder={t('people.attributeNew')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (!/^enter$/i.test(event.key)) return;
            // Not the form around it, which saves and closes.
            event.preventDefault();
            add();
          }}
        />
        <Button size="sm" onClick={add} disabled={!/^[a-z][a-zA-Z0-9_]{0,59}$/.test(name.trim())}>
          <Plus aria-hidden="true" />
          {t('people.add')}
        </Button>
      </div>
    </fieldset>
  );
}
