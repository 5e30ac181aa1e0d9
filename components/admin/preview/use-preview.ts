'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PreviewWish } from '#lib/refresh/preview/preview-types.ts';
import { answered, type PreviewRefresh } from '../types.ts';
import { useRested } from '../use-rested.ts';

/** What a refresh would do, asked anew when the wish has rested; the old answer stays, dimmed, until then. */
export function usePreview(wish: PreviewWish | null, preview: PreviewRefresh) {
  const key = wish === null ? null : JSON.stringify(wish);
  const rested = useRested(key, 300);
  const query = useQuery({
    queryKey: ['refresh-preview', rested],
    queryFn: () => answered(preview(JSON.parse(rested ?? 'null'))),
    enabled: rested !== null,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    refetchInterval: 30_000,
    retry: false,
  });
  return { ...query, stale: key !== rested || query.isPlaceholderData };
}
