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
    <Badge title={`The least complete summary here is ${summary}.`}>
      <Clock aria-hidden="true" />
      Complete through {formatInstant(through, zone)} ({zone})
    </Badge>
  );
}
