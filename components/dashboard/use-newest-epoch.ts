'use client';

import { useQuery } from '@tanstack/react-query';

/**
 * The newest epoch of the warehouse, asked for every 15 seconds while the tab is looked at; 0 while it is not known. A poll
 * and not a stream: a stream for each tab would block the app at the seventh, the browser's limit of connections.
 *
 * @param incarnation of the warehouse the page was read from; epochs of another one say nothing about it
 */
export function useNewestEpoch(incarnation: string): number {
  const { data } = useQuery({
    queryKey: ['epoch'],
    queryFn: async ({ signal }): Promise<{ epoch: number; incarnation: string }> => {
      const response = await fetch('/api/epoch', { signal });
      if (!response.ok) throw new Error(`The newest epoch is not known: ${response.status}`);
      return response.json();
    },
    refetchInterval: 15_000,
    retry: false,
  });
  return data?.incarnation === incarnation ? data.epoch : 0;
}
