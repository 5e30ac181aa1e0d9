'use client';

import { useId } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { type Role, roles } from '#lib/auth/viewer.ts';

/** The three roles, each with what it may do. */
export function RoleChoice({ role, setRole }: { role: Role; setRole: (role: Role) => void }) {
  const name = useId();
  const { t } = useLanguage();
  return (
    <fieldset>
      <legend className="pb-1.5 text-sm font-medium">{t('people.role')}</legend>
      <div className="grid gap-1.5 sm:grid-cols-3">
        {roles.map((one) => (
          <label
            key={one}
            className="flex cursor-pointer items-start gap-2.5 rounded-md border border-border px-3 py-2 has-checked:border-primary/60 has-checked:bg-primary-soft"
          >
            <input
              type="radio"
              name={name}
              value={one}
              checked={role === one}
              onChange={() => setRole(one)}
              className="mt-0.5 size-4 shrink-0 accent-primary"
            />
            <span className="text-sm">
              <span className="font-medium">{t(`role.${one}`)}</span>
              <span className="block text-xs text-muted-foreground">{t(`people.may.${one}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
