import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Wrap the field in it, or name the field with `htmlFor`. */
export function Label({ className, ...props }: ComponentProps<'label'>) {
  // biome-ignore lint/a11y/noLabelWithoutControl: the caller wraps or names the field.
  return <label className={cn('block text-sm font-medium text-foreground', className)} {...props} />;
}
