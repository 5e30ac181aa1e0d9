import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

const looks = {
  info: { icon: Info, box: 'border-primary/30 bg-primary-soft', mark: 'text-primary' },
  warning: { icon: TriangleAlert, box: 'border-warning/30 bg-warning-soft', mark: 'text-warning' },
  destructive: { icon: CircleAlert, box: 'border-destructive/30 bg-destructive-soft', mark: 'text-destructive' },
};

type BannerProps = { tone?: keyof typeof looks; children: ReactNode; action?: ReactNode; className?: string };

/** A sentence across the page, with the way on beside it. */
export function Banner({ tone = 'info', children, action, className }: BannerProps) {
  const { icon: Icon, box, mark } = looks[tone];
  return (
    <div
      role={tone === 'destructive' ? 'alert' : 'status'}
      className={cn('flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border px-3.5 py-2.5', box, className)}
    >
      <Icon aria-hidden="true" className={cn('size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1 basis-48 break-words text-sm text-foreground">{children}</div>
      {action}
    </div>
  );
}
