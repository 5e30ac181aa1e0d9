import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export type ButtonVariant = 'primary' | 'outline' | 'ghost' | 'destructive';
export type ButtonSize = 'md' | 'sm' | 'xs' | 'icon' | 'icon-sm';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-primary text-primary-foreground hover:opacity-90',
  outline: 'border border-border bg-card text-foreground hover:bg-hover',
  ghost: 'text-muted-foreground hover:bg-hover hover:text-foreground',
  destructive: 'bg-destructive text-primary-foreground hover:opacity-90',
};

const sizes: Record<ButtonSize, string> = {
  md: 'h-9 rounded-md px-3.5 text-base font-medium',
  sm: 'h-8 rounded-md px-2.5 text-sm font-medium',
  xs: 'h-6 rounded-full px-2.5 text-xs font-medium',
  icon: 'size-8 shrink-0 rounded-md',
  'icon-sm': 'size-7 shrink-0 rounded-md',
};

/** The look of a button, for a link that must look like one. */
export function buttonClass(variant: ButtonVariant = 'outline', size: ButtonSize = 'md', className?: string): string {
  return cn(
    'inline-flex items-center justify-center gap-1.5 whitespace-nowrap transition-colors select-none',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  );
}

type ButtonProps = ComponentProps<'button'> & { variant?: ButtonVariant; size?: ButtonSize };

export function Button({ variant, size, className, type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={buttonClass(variant, size, className)} {...props} />;
}
