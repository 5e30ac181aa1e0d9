'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type UIEvent, useMemo, useState } from 'react';
import { formatCell } from '#components/format/cell.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import { cellAt, markAt, type TileLine, tileLines } from '#lib/dashboard/tile-lines.ts';
import type { ResultColumn, TileData } from '#lib/query/result.ts';
import { columnLabel } from './column-label.ts';
import { nextSort, type Sort, sortedRows } from './sort.ts';

const rowHeight = 30;
/** Up to here every row is in the page, so that the browser's own search finds it. */
const drawAll = 300;
const margin = 20;

type DataTableProps = { title: string; result: TileData };

/** Rows with exact values; of thousands only those near the window are in the page. */
export function DataTable({ title, result }: DataTableProps) {
  const language = useLanguage();
  const { t } = language;
  const { columns } = result;
  const [sort, setSort] = useState<Sort | null>(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(600);
  const lines = useMemo(() => linesOf(result, sort), [result, sort]);
  const rows = lines.length;

  const windowed = rows > drawAll;
  const start = windowed ? Math.max(0, Math.min(first, rows) - margin) : 0;
  const end = windowed ? Math.min(rows, first + Math.ceil(height / rowHeight) + margin) : rows;
  const follow = ({ currentTarget }: UIEvent<HTMLElement>) => {
    if (!windowed) return;
    setFirst(Math.floor(currentTarget.scrollTop / rowHeight));
    setHeight(currentTarget.clientHeight);
  };

  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      aria-label={t('tile.table', { tile: title })}
      onScroll={follow}
      className="h-full overflow-auto rounded-sm"
    >
      <table className="w-full border-separate border-spacing-0 text-sm" aria-rowcount={rows + 1}>
        <thead>
          <tr>
            {columns.map((column, index) => {
              const sorted = sort?.column === index ? (sort.descending ? 'descending' : 'ascending') : undefined;
              const Icon = sorted === 'descending' ? ArrowDown : sorted ? ArrowUp : ChevronsUpDown;
              const right = column.role === 'measure';
              return (
                <th
                  key={column.key}
                  scope="col"
                  aria-sort={sorted}
                  className="sticky top-0 z-10 border-b border-border bg-card p-0 text-xs font-medium text-muted-foreground"
                >
                  <button
                    type="button"
                    onClick={() => setSort(nextSort(sort, index, column.type))}
                    className={cn(
                      'group flex h-8 w-full items-center gap-1 px-2.5 whitespace-nowrap hover:text-foreground focus-visible:-outline-offset-2',
                      right && 'flex-row-reverse',
                      sorted && 'text-foreground',
                    )}
                  >
                    {columnLabel(column, language)}
                    <Icon
                      aria-hidden="true"
                      className={cn(
                        'size-3 shrink-0',
                        !sorted && 'opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60',
                      )}
                    />
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {start > 0 && <Spacer rows={start} columns={columns.length} />}
          {lines.slice(start, end).map((line, place) => (
            <tr
              key={`${line.level} ${line.row}`}
              aria-rowindex={start + place + 2}
              className={cn('hover:bg-hover', line.level > 0 && 'font-semibold')}
              style={{ height: rowHeight }}
            >
              {columns.map((column, index) => (
                <DataCell key={column.key} result={result} line={line} index={index} column={column} />
              ))}
            </tr>
          ))}
          {end < rows && <Spacer rows={rows - end} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

/** Sorted otherwise than it was asked, a table has no groups that a subtotal could stand after. */
function linesOf(result: TileData, sort: Sort | null): TileLine[] {
  const lines = tileLines(result);
  if (!sort) return lines;
  const isRest = (row: number) => (result.rest?.[row] ?? 0) !== 0;
  const order = sortedRows(result.values, result.columns, result.rows, sort);
  const sorted = [...order.filter((row) => !isRest(row)), ...order.filter(isRest)];
  const grand = lines.filter(({ level }) => level > 0 && result.totals?.[level - 1]?.level.length === 0);
  return [...sorted.map((row) => ({ level: 0, row })), ...grand];
}

type DataCellProps = { result: TileData; line: TileLine; index: number; column: ResultColumn };

function DataCell({ result, line, index, column }: DataCellProps) {
  const language = useLanguage();
  const mark = markAt(result, line, index);
  const value = cellAt(result, line, index);
  const isGrand = line.level > 0 && result.totals?.[line.level - 1]?.level.length === 0;
  const isGone = line.level > 0 && column.role !== 'measure' && value === null;
  const text = mark ? language.t(`tile.${mark}`) : isGone ? '' : formatCell(value, column, language);
  const right = column.role === 'measure';
  return (
    <td
      title={text.length > 28 ? text : undefined}
      className={cn(
        'max-w-64 truncate border-b border-border/60 px-2.5 py-1',
        isGrand && 'sticky bottom-0 border-t bg-card',
        right && 'text-right',
        mark === null && (value === null || value === '') && 'text-muted-foreground',
      )}
    >
      {text}
    </td>
  );
}

function Spacer({ rows, columns }: { rows: number; columns: number }) {
  return (
    <tr>
      <td colSpan={columns} style={{ height: rows * rowHeight, padding: 0 }} />
    </tr>
  );
}
