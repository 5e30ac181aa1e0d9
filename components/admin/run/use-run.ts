'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { RunDetail } from '#lib/refresh/view/run-types.ts';
import { busyMilliseconds, quietMilliseconds } from '../polling.ts';
import { isActive } from '../run-words.ts';
import { answered, type RunActions } from '../types.ts';
import { knownOf, mergeRun } from './merge-run.ts';

/** A run as it goes on: read anew while it does, and only what is new of it. */
export function useRun(run: string, read: RunActions['read'], initial?: RunDetail) {
  const client = useQueryClient();
  const queryKey = ['admin-run', run];
  return useQuery({
    queryKey,
    queryFn: async () => {
      const before = client.getQueryData<RunDetail>(queryKey);
      const news = await answered(read({ run, known: before ? knownOf(before) : null }));
      return before ? mergeRun(before, news) : news;
    },
    ...(initial ? { initialData: initial } : {}),
    staleTime: busyMilliseconds,
    retry: false,
    refetchInterval: ({ state }) => (state.data && !isActive(state.data.run) ? quietMilliseconds : busyMilliseconds),
  });
}
