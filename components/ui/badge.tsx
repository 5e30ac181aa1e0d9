import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'destructive';

const tones: Record<Tone, string> = {
  neutral: 'bg-muted text-muted-foreground',
  info: 'bg-primary-soft text-primary',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  destructive: 'bg-destructive-soft text-destructive',
};

export function Badge({ tone = 'neutral', className, ...props }: ComponentProps<'span'> & { tone?: Tone }) {
  return (
    <span
      className={cn(
        'inline-flex min-h-5.5 items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium [&_svg]:shrink-0 [&_svg]:size-3.5',
        tones[tone],
        className,
      )}
      {...props}
    />
  );
}
