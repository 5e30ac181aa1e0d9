'use client';

import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

type PopoverProps = {
  label: string;
  open: boolean;
  setOpen: (open: boolean) => void;
  trigger: ReactNode;
  children: ReactNode;
  className?: string;
};

/** Fetched when first opened: import it through `lazy`, never directly from what a page shows at once. */
export function Popover({ label, open, setOpen, trigger, children, className }: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className={cn(
            'animate-appear z-50 flex max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-24px)] flex-col overflow-hidden rounded-lg border border-border bg-raised text-sm shadow-raised outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
