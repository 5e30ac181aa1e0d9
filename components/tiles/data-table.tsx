'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type UIEvent, useMemo, useState } from 'react';
import { formatCell } from '#components/format/cell.ts';
import { useLanguage } from '#components/i18n/language-provider.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Cell, ResultColumn } from '#lib/dashboard/tile-result.ts';
import { nextSort, type Sort, sortedRows } from './sort.ts';

const rowHeight = 30;
/** Up to here every row is in the page, so that the browser's own search finds it. */
const drawAll = 300;
const margin = 20;

type DataTableProps = { title: string; columns: ResultColumn[]; values: Cell[][]; rows: number };

/** Rows with exact values; of thousands only those near the window are in the page. */
export function DataTable({ title, columns, values, rows }: DataTableProps) {
  const { t } = useLanguage();
  const [sort, setSort] = useState<Sort | null>(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(600);
  const order = useMemo(() => sortedRows(values, columns, rows, sort), [values, columns, rows, sort]);

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
                    {column.label}
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
          {order.slice(start, end).map((row, place) => (
            <tr key={row} aria-rowindex={start + place + 2} className="hover:bg-hover" style={{ height: rowHeight }}>
              {columns.map((column, index) => (
                <DataCell key={column.key} value={values[index]?.[row] ?? null} column={column} />
              ))}
            </tr>
          ))}
          {end < rows && <Spacer rows={rows - end} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

function DataCell({ value, column }: { value: Cell; column: ResultColumn }) {
  const text = formatCell(value, column, useLanguage());
  const right = column.role === 'measure';
  return (
    <td
      title={text.length > 28 ? text : undefined}
      className={cn(
        'max-w-64 truncate border-b border-border/60 px-2.5 py-1',
        right && 'text-right',
        (value === null || value === '') && 'text-muted-foreground',
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
