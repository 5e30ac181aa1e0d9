import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export function Input({ className, small, ...props }: ComponentProps<'input'> & { small?: boolean }) {
  return (
    <input
      className={cn(
        'w-full min-w-0 rounded-md border border-input bg-card text-foreground',
        small ? 'h-8 px-2.5 text-sm' : 'h-9 px-3 text-base',
        'disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-destructive',
        className,
      )}
      {...props}
    />
  );
}
