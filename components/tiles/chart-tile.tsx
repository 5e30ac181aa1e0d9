'use client';

import { useMemo } from 'react';
import { AreaChart } from '#components/charts/area-chart.tsx';
import { BarChart } from '#components/charts/bar-chart.tsx';
import { LineChart } from '#components/charts/line-chart.tsx';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import type { TileView } from '#lib/dashboard/dashboard-load.ts';
import type { TileData } from '#lib/query/result.ts';
import { pictureOf } from './picture.ts';

export type ChartKind = 'line' | 'area' | 'bar';

/** The only door to the charts: it is fetched beside the page, not within it. */
export default function ChartTile({ view, kind, result }: { view: TileView; kind: ChartKind; result: TileData }) {
  const language = useLanguage();
  const { picture, note } = useMemo(() => pictureOf(result, view, language), [result, view, language]);
  switch (kind) {
    case 'line':
      return <LineChart title={view.title} picture={picture} note={note} />;
    case 'area':
      return <AreaChart title={view.title} picture={picture} stacked={view.stacked ?? true} note={note} />;
    case 'bar':
      return <BarChart title={view.title} picture={picture} stacked={view.stacked ?? false} note={note} />;
  }
}
