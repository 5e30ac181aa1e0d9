'use client';

import { RefreshCw } from 'lucide-react';
import { formatDistance, formatInstant } from '#components/format/date.ts';
import { formatCount, nothing } from '#components/format/number.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { AdminOverview, SummaryHealth } from '#lib/refresh/overview-types.ts';
import { RunStateCell } from './run-state.tsx';
import { isActive } from './run-words.ts';

type SummariesTableProps = { overview: AdminOverview; refresh: (summary: SummaryHealth) => void };

/** The health of each summary as separate facts. */
export function SummariesTable({ overview, refresh }: SummariesTableProps) {
  return (
    <Table label="Summaries">
      <thead>
        <tr>
          <Th>Summary</Th>
          <Th className="max-md:hidden">Complete through</Th>
          <Th className="max-md:hidden">Last run</Th>
          <Th className="text-right max-lg:hidden">Rows</Th>
          <Th className="text-right max-lg:hidden">Epoch</Th>
          <Th className="max-xl:hidden">Next run</Th>
          <Th>
            <span className="sr-only">Refresh</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {overview.summaries.map((summary) => (
          <tr key={summary.name} className="last:*:border-0">
            <Td className="max-w-96">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="font-medium break-all">{summary.name}</span>
                {summary.topic && <Badge>{summary.topic}</Badge>}
              </p>
              <p className="mt-0.5 line-clamp-2 text-xs text-muted-foreground">{summary.description}</p>
              <div className="mt-2 flex flex-col items-start gap-1.5 text-xs md:hidden">
                <p className="text-muted-foreground">Complete through</p>
                <Through summary={summary} now={overview.now} />
                <LastRun summary={summary} now={overview.now} />
              </div>
            </Td>
            <Td className="whitespace-nowrap max-md:hidden">
              <Through summary={summary} now={overview.now} />
            </Td>
            <Td className="max-md:hidden">
              <LastRun summary={summary} now={overview.now} />
            </Td>
            <Td className="text-right max-lg:hidden">{summary.rows === null ? nothing : formatCount(summary.rows)}</Td>
            <Td className="text-right max-lg:hidden">{summary.epoch ?? nothing}</Td>
            <Td className="whitespace-nowrap max-xl:hidden">
              {summary.nextRunAt ? formatDistance(summary.nextRunAt, overview.now) : nothing}
              <p className="text-xs text-muted-foreground">
                {summary.every ? `Every ${summary.every}` : 'Not scheduled'}
              </p>
            </Td>
            <Td className="text-right">
              <Button
                size="sm"
                onClick={() => refresh(summary)}
                aria-label={`Refresh ${summary.name}`}
                disabled={summary.lastRun !== null && summary.lastRun.state === 'requested'}
              >
                <RefreshCw
                  aria-hidden="true"
                  className={
                    summary.lastRun && isActive(summary.lastRun) ? 'animate-spin [animation-duration:2.5s]' : undefined
                  }
                />
                <span className="max-sm:hidden">Refresh</span>
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Through({ summary, now }: { summary: SummaryHealth; now: string }) {
  if (!summary.built) return <Badge tone="warning">Not built yet</Badge>;
  if (!summary.completeThrough) return <span className="text-muted-foreground">Not known</span>;
  return (
    <div>
      {formatInstant(summary.completeThrough, summary.zone)}
      <p className="text-xs text-muted-foreground">
        {summary.zone}, {formatDistance(summary.completeThrough, now)}
      </p>
    </div>
  );
}

function LastRun({ summary, now }: { summary: SummaryHealth; now: string }) {
  const run = summary.lastRun;
  if (!run) return <span className="text-muted-foreground">Never</span>;
  const at = run.finishedAt ?? run.startedAt ?? run.createdAt;
  return (
    <div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <RunStateCell run={run} />
        {!isActive(run) && <span className="text-xs text-muted-foreground">{formatDistance(at, now)}</span>}
      </div>
      {run.error && (
        <p title={run.error} className="line-clamp-2 max-w-80 pt-1 text-xs text-destructive">
          {run.error}
        </p>
      )}
    </div>
  );
}
