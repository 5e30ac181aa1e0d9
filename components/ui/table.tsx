import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A table that scrolls sideways inside its own frame where the screen is too narrow; words for readers scroll with it. */
export function Table({ label, className, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className="relative overflow-x-auto rounded-lg border border-border bg-card shadow-card"
    >
      <table className={cn('w-full border-collapse text-left text-sm', className)} {...props} />
    </section>
  );
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 border-b border-border px-3 text-xs font-medium whitespace-nowrap text-muted-foreground',
        className,
      )}
      {...props}
    />
  );
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('border-b border-border/60 px-3 py-2.5 align-top', className)} {...props} />;
}
