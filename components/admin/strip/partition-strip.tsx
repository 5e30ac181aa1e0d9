'use client';

import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useSize } from '#components/charts/use-size.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import type { PartitionStrip as Strip } from '#lib/refresh/view/strip-types.ts';
import { StripCells } from './strip-cells.tsx';
import { keyMove, letsGo } from './strip-keys.ts';
import { boxesAround, indexAt, stripLayout } from './strip-layout.ts';
import { partitionsOf, type Span } from './strip-partitions.ts';
import { StripTooltip } from './strip-tooltip.tsx';
import { partitionWords, spanWords } from './strip-words.ts';

type PartitionStripProps = {
  strip: Strip;
  /** The partitions of summaries made from it, drawn as lines below. */
  below: Strip[];
  zone: string;
  selected: Span | null;
  select: (span: Span | null) => void;
  /** Asks how many rows a partition has. */
  rowsOf: (day: string) => Promise<string | null>;
};

/** What is under the pointer or the keyboard, and where a range was begun. */
type Cursor = { at: number; anchor: number; dragging: boolean };

/**
 * Every partition as a cell. A range is chosen by dragging, or with the arrow keys and shift; for a screen reader it is a slider
 * whose value is the partition, its state and what is chosen.
 */
export function PartitionStrip({ strip, below, zone, selected, select, rowsOf }: PartitionStripProps) {
  const language = useLanguage();
  const { t } = language;
  const frame = useRef<HTMLDivElement | null>(null);
  const scroller = useRef<HTMLDivElement | null>(null);
  const width = useSize(frame)?.width ?? 0;
  const surface = useRef<SVGSVGElement | null>(null);
  const partitions = useMemo(() => partitionsOf(strip), [strip]);
  const layout = useMemo(
    () => (width > 0 ? stripLayout(partitions.days, strip.by, width, below.length) : null),
    [partitions, strip.by, width, below.length],
  );
  const last = partitions.days.length - 1;
  // A strip that is taller than its frame begins where something is chosen, else with what is newest.
  const begins = useRef(selected?.first ?? last);
  useLayoutEffect(() => {
    const row = layout?.rows[layout.at[begins.current]?.row ?? 0];
    if (row && scroller.current) scroller.current.scrollTop = row.y - 48;
  }, [layout]);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  const at = Math.min(cursor?.at ?? selected?.last ?? last, last);
  const dragged =
    cursor?.dragging === true
      ? { first: Math.min(cursor.at, cursor.anchor), last: Math.max(cursor.at, cursor.anchor) }
      : null;
  const shown = dragged ?? selected;
  const pointed = hovered ?? (focused ? at : null);

  const indexOf = (event: { clientX: number; clientY: number }) => {
    const box = surface.current?.getBoundingClientRect();
    return box && layout ? indexAt(layout, event.clientX - box.left, event.clientY - box.top) : 0;
  };
  const choose = (to: number, anchor: number) => {
    setCursor({ at: to, anchor, dragging: false });
    select({ first: Math.min(to, anchor), last: Math.max(to, anchor) });
  };

  return (
    <div ref={frame} className="relative min-h-11">
      {layout && (
        <div ref={scroller} className="max-h-116 overflow-y-auto px-0.5">
          <div
            role="slider"
            tabIndex={0}
            aria-label={t('strip.label', { summary: strip.summary })}
            aria-valuemin={1}
            aria-valuemax={last + 1}
            aria-valuenow={at + 1}
            aria-valuetext={[
              partitionWords(partitions, at, language),
              shown && spanWords(partitions, shown, zone, language),
            ]
              .filter(Boolean)
              .join('. ')}
            aria-describedby="strip-keys"
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onKeyDown={(event) => {
              if (letsGo(event) && selected) {
                setCursor(null);
                select(null);
                return;
              }
              const to = keyMove(event, at, layout, strip.by, last);
              if (to === null) return;
              event.preventDefault();
              setHovered(null);
              choose(to, event.shiftKey ? (cursor?.anchor ?? selected?.first ?? at) : to);
            }}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              const to = indexOf(event);
              event.currentTarget.setPointerCapture(event.pointerId);
              setCursor({
                at: to,
                anchor: event.shiftKey ? (cursor?.anchor ?? selected?.first ?? to) : to,
                dragging: true,
              });
            }}
            onPointerMove={(event) => {
              const to = indexOf(event);
              if (event.pointerType !== 'touch' || cursor?.dragging) setHovered(to);
              if (cursor?.dragging && cursor.at !== to) setCursor({ ...cursor, at: to });
            }}
            onPointerUp={(event) => {
              if (cursor?.dragging) choose(indexOf(event), cursor.anchor);
              if (event.pointerType === 'touch') setHovered(null);
            }}
            onPointerCancel={() => setCursor(null)}
            onPointerLeave={() => setHovered(null)}
            className="cursor-crosshair touch-pan-y rounded outline-offset-1 select-none"
          >
            <svg ref={surface} width={layout.width} height={layout.height} aria-hidden="true" className="block">
              {shown &&
                boxesAround(layout, shown.first, shown.last).map((box) => (
                  <rect
                    key={box.y}
                    x={box.x - 2}
                    y={box.y - 2.5}
                    width={box.width + 4}
                    height={box.height + 5}
                    rx={3}
                    className="fill-primary/15 stroke-primary"
                  />
                ))}
              <StripCells layout={layout} partitions={partitions} below={below} />
              {pointed !== null &&
                boxesAround(layout, pointed, pointed).map((box) => (
                  <rect
                    key="pointed"
                    x={box.x - 1.5}
                    y={box.y - 1.5}
                    width={box.width + 3}
                    height={box.height + 3}
                    rx={2}
                    className="fill-none stroke-foreground stroke-[1.5]"
                  />
                ))}
            </svg>
          </div>
        </div>
      )}
      {layout && pointed !== null && (
        <StripTooltip
          layout={layout}
          partitions={partitions}
          index={pointed}
          zone={zone}
          summary={strip.summary}
          rowsOf={rowsOf}
          selected={dragged && spanWords(partitions, dragged, zone, language)}
          scrolled={scroller.current?.scrollTop ?? 0}
        />
      )}
      <p id="strip-keys" className="sr-only">
        {t('strip.keys')}
      </p>
    </div>
  );
}
