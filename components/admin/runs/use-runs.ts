'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { RunFilter, RunsStart } from '#lib/refresh/view/runs-types.ts';
import { busyMilliseconds, quietMilliseconds } from '../polling.ts';
import { isActive } from '../run-words.ts';
import { answered, type ReadRuns } from '../types.ts';
import { isApart, mergeRuns } from './merge-runs.ts';

/**
 * The runs a filter lets through, page by page as they are scrolled to. Only the newest page is read again and again: older
 * runs have ended.
 */
export function useRuns(filter: RunFilter, read: ReadRuns, start: { filter: RunFilter; page: RunsStart }) {
  const key = JSON.stringify(filter);
  const initial = key === JSON.stringify(start.filter) ? start.page : undefined;
  const pages = useInfiniteQuery({
    queryKey: ['admin-runs', key],
    queryFn: ({ pageParam }) => answered(read({ filter, before: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    ...(initial ? { initialData: { pages: [initial], pageParams: [null] } } : {}),
    staleTime: Number.POSITIVE_INFINITY,
    // Comparing every run there is with itself for each further page would make scrolling slower and slower.
    structuralSharing: false,
    retry: false,
  });
  const newest = useQuery({
    queryKey: ['admin-runs-newest', key],
    queryFn: () => answered(read({ filter, before: null })),
    ...(initial ? { initialData: initial } : {}),
    enabled: pages.data !== undefined,
    staleTime: busyMilliseconds,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.runs.some(isActive) ? busyMilliseconds : quietMilliseconds),
  });
  const apart = isApart(pages.data?.pages ?? [], newest.data);
  const { refetch } = pages;
  useEffect(() => {
    if (apart) void refetch();
  }, [apart, refetch]);
  const runs = useMemo(() => mergeRuns(pages.data?.pages ?? [], newest.data), [pages.data, newest.data]);
  return {
    runs,
    now: newest.data?.now ?? pages.data?.pages[0]?.now ?? start.page.now,
    loading: pages.isPending,
    more: pages.hasNextPage && !pages.isFetchingNextPage ? () => void pages.fetchNextPage() : null,
    fetching: pages.isFetchingNextPage,
    problem: (pages.error ?? newest.error)?.message ?? null,
  };
}
