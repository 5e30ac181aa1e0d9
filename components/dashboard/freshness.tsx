import { Clock, TriangleAlert } from 'lucide-react';
import { formatInstant } from '#components/format/date.ts';
import { Badge } from '#components/ui/badge.tsx';

type FreshnessProps = { through: string | null; summary: string; zone: string };

/** The moment up to which everything on the page is there: that of its least complete summary. */
export function Freshness({ through, summary, zone }: FreshnessProps) {
  if (through === null) {
    return (
      <Badge tone="warning">
        <TriangleAlert aria-hidden="true" />
        {summary} is not built yet
      </Badge>
    );
  }
  return (
    <Badge
      title={`The least complete summary here is ${summary}.`}
      className="h-auto min-h-5.5 py-0.5 whitespace-normal"
    >
      <Clock aria-hidden="true" className="shrink-0" />
      Complete through {formatInstant(through, zone)} ({zone})
    </Badge>
  );
}
