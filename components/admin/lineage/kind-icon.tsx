import { Database, LayoutDashboard, Table2 } from 'lucide-react';
import { cn } from '#components/ui/cn.ts';
import type { LineageKind } from '#lib/lineage/lineage-types.ts';

const icons = { source: Database, summary: Table2, dashboard: LayoutDashboard };
const colours: Record<LineageKind, string> = {
  source: 'text-muted-foreground',
  summary: 'text-primary',
  dashboard: 'text-success',
};

export function KindIcon({ kind, className }: { kind: LineageKind; className?: string }) {
  const Icon = icons[kind];
  return <Icon aria-hidden="true" className={cn('size-4 shrink-0', colours[kind], className)} />;
}
