'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { buttonClass } from './button.tsx';
import { cn } from './cn.ts';

type DialogProps = {
  title: string;
  description?: string;
  open: boolean;
  setOpen: (open: boolean) => void;
  children: ReactNode;
  wide?: boolean;
};

/** Fetched when first opened: import it through `lazy`, never directly from what a page shows at once. */
export function Dialog({ title, description, open, setOpen, children, wide }: DialogProps) {
  const { t } = useLanguage();
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'animate-appear fixed inset-x-3 top-[8vh] z-50 mx-auto flex max-h-[84vh] flex-col rounded-xl border border-border bg-raised shadow-raised outline-none',
            wide ? 'max-w-3xl' : 'max-w-xl',
          )}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-sm text-muted-foreground">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close aria-label={t('common.close')} className={buttonClass('ghost', 'icon', '-mr-1.5')}>
              <X aria-hidden="true" />
            </Radix.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
