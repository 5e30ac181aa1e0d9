import { ChevronDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

type FilterButtonProps = Omit<ComponentProps<typeof Button>, 'value'> & {
  label: string;
  icon?: ReactNode;
  active: boolean;
  value: ReactNode;
};

export function FilterButton({ label, icon, active, value, className, ...props }: FilterButtonProps) {
  return (
    <Button
      size="sm"
      className={cn('max-w-full', active && 'border-primary/50 bg-primary-soft hover:bg-primary-soft', className)}
      {...props}
    >
      {icon}
      <span className="shrink-0 font-normal text-muted-foreground">{label}</span>
      <span className="min-w-0 truncate font-medium text-foreground">{value}</span>
      <ChevronDown aria-hidden="true" className="ml-auto text-muted-foreground" />
    </Button>
  );
}
