'use client';

import { useEffect, useRef } from 'react';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import type { LineageLayout } from '#lib/lineage/layout-types.ts';
import { KindIcon } from './kind-icon.tsx';

type LineageGraphProps = {
  layout: LineageLayout;
  chosen: string | null;
  /** The chosen node and all it is connected to; null when nothing is chosen. */
  lit: ReadonlySet<string> | null;
  choose: (id: string | null) => void;
};

/** Nodes in layers, with lines from what is read to its readers. It scrolls inside its frame. */
export function LineageGraph({ layout, chosen, lit, choose }: LineageGraphProps) {
  const { t } = useLanguage();
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    // Only the frame moves: scrollIntoView would move the page under it too.
    const box = frame.current;
    const node = layout.nodes.find(({ id }) => id === chosen);
    if (!box || !node) return;
    const outside =
      node.x < box.scrollLeft ||
      node.y < box.scrollTop ||
      node.x + node.width > box.scrollLeft + box.clientWidth ||
      node.y + node.height > box.scrollTop + box.clientHeight;
    if (outside) box.scrollTo(node.x - box.clientWidth / 2, node.y - box.clientHeight / 2);
  }, [layout, chosen]);
  return (
    <section
      ref={frame}
      aria-label={t('lineage.graph')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      className="max-h-[72vh] min-w-0 flex-1 overflow-auto rounded-lg border border-border bg-card shadow-card"
    >
      <div className="relative mx-auto" style={{ width: layout.width, height: layout.height }}>
        <svg aria-hidden="true" width={layout.width} height={layout.height} className="absolute inset-0">
          {layout.edges.map(({ from, to, path }) => {
            const on = lit?.has(from) && lit.has(to);
            return (
              <path
                key={`${from} ${to}`}
                d={path}
                fill="none"
                strokeWidth={on ? 2 : 1.25}
                className={cn(on ? 'stroke-primary' : 'stroke-input', lit && !on ? 'opacity-25' : 'opacity-80')}
              />
            );
          })}
        </svg>
        {layout.nodes.map((node) => (
          <button
            key={node.id}
            type="button"
            aria-pressed={node.id === chosen}
            title={node.title}
            onClick={() => choose(node.id === chosen ? null : node.id)}
            style={{ left: node.x, top: node.y, width: node.width, height: node.height }}
            className={cn(
              'absolute flex items-center gap-2 rounded-md border px-2.5 text-left text-sm',
              node.id === chosen
                ? 'border-primary bg-primary-soft font-medium ring-1 ring-primary'
                : 'border-border bg-raised hover:border-input hover:bg-hover',
              // Not by opacity: the name must stay readable.
              lit && !lit.has(node.id) && 'border-dashed bg-card text-muted-foreground',
            )}
          >
            <KindIcon kind={node.kind} className={lit && !lit.has(node.id) ? 'opacity-50' : undefined} />
            <span className="sr-only">{t(`lineage.${node.kind}`)} </span>
            <span className="truncate">{node.title}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
