'use client';

import { Check, Circle } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { keepsRule, passwordRules, shortestPassword } from '#lib/auth/password-rules.ts';

type PasswordFieldProps = { name: string; label: string; email: string };

/** A password somebody chooses, with the rules it must keep, each ticked as soon as it does. */
export function PasswordField({ name, label, email }: PasswordFieldProps) {
  const { t } = useLanguage();
  const [password, setPassword] = useState('');
  return (
    <div className="grid gap-1.5">
      <Label htmlFor={name}>{label}</Label>
      <Input
        id={name}
        name={name}
        type="password"
        autoComplete="new-password"
        required
        minLength={shortestPassword}
        maxLength={1000}
        aria-describedby={`${name}-rules`}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <ul id={`${name}-rules`} className="grid gap-0.5 text-xs">
        {passwordRules.map((rule) => {
          const kept = keepsRule(rule, password, email);
          const Icon = kept ? Check : Circle;
          return (
            <li key={rule} className={cn('flex items-center gap-1.5', kept ? 'text-success' : 'text-muted-foreground')}>
              <Icon aria-hidden="true" className="size-3.5 shrink-0" />
              {t(`account.rule.${rule}`, { shortest: shortestPassword })}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
