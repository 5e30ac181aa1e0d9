'use client';

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import type { SentLoad } from '#lib/dashboard/dashboard-load.ts';
import { inputOf, type LoadDashboard, type LoadInput, LoadRefused, loadKey } from './load-query.ts';
import { usePageLoad } from './use-page-load.ts';
import { newLoadId, waitFor } from './waiting.ts';

/** The URL is the state; one call of `load` answers each new URL. */
export function useDashboard(initial: SentLoad, load: LoadDashboard) {
  const { head } = initial;
  const parsers = useMemo(
    () => ({
      ...Object.fromEntries(head.filters.map((filter) => [filter.name, parseAsString])),
      epoch: parseAsInteger,
    }),
    [head.filters],
  );
  const [url, setUrl] = useQueryStates(parsers, { history: 'push', shallow: true, scroll: false });

  const filters: Record<string, string> = {};
  for (const { name } of head.filters) {
    const value = url[name as keyof typeof url];
    if (typeof value === 'string' && value !== '') filters[name] = value;
  }
  const input: LoadInput = { dashboard: head.name, filters, epoch: url.epoch };
  const key = loadKey(input);
  const isInitial = JSON.stringify(key) === JSON.stringify(loadKey(inputOf(head)));

  const query = useQuery<SentLoad>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const id = newLoadId();
      const waiting = waitFor(id);
      signal.addEventListener('abort', waiting.leave);
      try {
        const answer = await load({ ...input, load: id });
        if (!answer.ok) throw new LoadRefused(answer.code, answer.message);
        return answer.value;
      } finally {
        signal.removeEventListener('abort', waiting.leave);
        waiting.done();
      }
    },
    initialData: isInitial ? initial : undefined,
    placeholderData: keepPreviousData,
    // An answer belongs to one epoch and does not age; a newer epoch is shown when the viewer asks for it.
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    retry: (failures, error) => !(error instanceof LoadRefused) && failures < 2,
  });

  // After a refusal the query holds nothing: what was last shown stays.
  const [last, setLast] = useState(initial);
  if (query.data && query.data !== last) setLast(query.data);

  const shown = query.data ?? last;
  const client = useQueryClient();
  usePageLoad(shown, (left) =>
    client.removeQueries({ predicate: ({ state }) => state.data === left, type: 'inactive' }),
  );

  const reset = Object.fromEntries(head.filters.map((filter) => [filter.name, null]));
  return {
    /** What to draw: the answer to this URL, or the one before while it is on its way. */
    shown,
    waiting: query.isPlaceholderData || query.isFetching || (query.data === undefined && !query.isError),
    error: query.error,
    retry: () => void query.refetch(),
    setFilter: (name: string, value: string | null) => void setUrl({ [name]: value }),
    resetFilters: () => void setUrl(reset),
    setEpoch: (epoch: number | null) => void setUrl({ epoch }),
  };
}
