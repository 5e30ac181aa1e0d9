'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Button, type ButtonSize, type ButtonVariant } from './button.tsx';

type CopyButtonProps = {
  label: string;
  text: () => string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
};

/** Says that it has copied in the place where it was pressed. */
export function CopyButton({ label, text, variant = 'outline', size = 'sm', className }: CopyButtonProps) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  const icon = size === 'icon' || size === 'icon-sm';
  const Icon = copied ? Check : Copy;
  const words = copied ? t('common.copied') : label;
  return (
    <Button variant={variant} size={size} className={className} onClick={copy} title={icon ? label : undefined}>
      <Icon aria-hidden="true" />
      <span className={icon ? 'sr-only' : undefined} aria-live="polite">
        {words}
      </span>
    </Button>
  );
}
