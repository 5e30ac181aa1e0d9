'use client';

import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

type MenuProps = { open: boolean; setOpen: (open: boolean) => void; trigger: ReactNode; children: ReactNode };

/**
 * Fetched when first opened: import it through `lazy`, never directly from what a page shows at once. It stays beside its button, so
 * that it lies within the page's landmarks.
 */
export function Menu({ open, setOpen, trigger, children }: MenuProps) {
  return (
    <DropdownMenu.Root open={open} onOpenChange={setOpen} modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        className="animate-appear z-50 min-w-48 rounded-lg border border-border bg-raised p-1 text-sm shadow-raised"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

const item =
  'flex h-8 w-full cursor-pointer items-center gap-2.5 rounded px-2.5 text-foreground outline-none select-none data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:text-muted-foreground';

export function MenuItem({ className, ...props }: ComponentProps<typeof DropdownMenu.Item>) {
  return <DropdownMenu.Item className={cn(item, className)} {...props} />;
}

export function MenuChoices({ className, ...props }: ComponentProps<typeof DropdownMenu.RadioGroup>) {
  return <DropdownMenu.RadioGroup className={className} {...props} />;
}

export function MenuChoice({ className, ...props }: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem
      className={cn(item, 'data-[state=checked]:font-medium data-[state=checked]:text-primary', className)}
      {...props}
    />
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-border" />;
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof DropdownMenu.Label>) {
  return <DropdownMenu.Label className={cn('px-2.5 py-1.5 text-xs text-muted-foreground', className)} {...props} />;
}
