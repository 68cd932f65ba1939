/** A server-sorted table of rows with one link each: virtual, walked with j and k, opened with Enter. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { isSilenced } from '../keys/letters';
import { useRowHeights } from '../theme/density';
import { Cards } from './cards';
import { ScrollRegion } from './scroll-region';
import type { Column, TableProps } from './table-columns';
import { useMedia } from './use-media';

/** The row of names, px. */
const HEAD_HEIGHT = 36;
const PAGE = 15;
const STEPS: Readonly<Record<string, number>> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
};

/** Cards where the screen is too narrow for columns. */
export function Table<Item>(props: TableProps<Item>) {
  return useMedia('(max-width: 639px)') ? <Cards {...props} /> : <WideTable {...props} />;
}

function WideTable<Item>(props: TableProps<Item>) {
  const { label, items, columns, keyOf, onOpen, onEnd, onKey, onActive } = props;
  const scroller = useRef<HTMLElement>(null);
  const [active, setActive] = useState(-1);
  const { table: rowHeight } = useRowHeights();
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1200, height: 800 },
    scrollPaddingStart: HEAD_HEIGHT,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 10) onEnd?.();
  }, [last, items.length, onEnd]);

  // a virtual list measures its rows once: other heights need it to measure again
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another height matters
  useEffect(() => rows.measure(), [rowHeight]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (isSilenced(event.nativeEvent)) return;
    const step = STEPS[event.key];
    if (step !== undefined) {
      const next = Math.min(items.length - 1, Math.max(0, active + step));
      setActive(next);
      rows.scrollToIndex(next);
      event.preventDefault();
      const reached = items[next];
      if (reached !== undefined) onActive?.(reached);
      return;
    }
    const item = items[active];
    if (item === undefined || event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen(item);
    else if (onKey?.(event.key, item)) event.preventDefault();
  };
  const newRows = useNewRows(items, keyOf);
  const above = visible[0]?.start ?? 0;
  const below = rows.getTotalSize() - (visible.at(-1)?.end ?? 0);

  return (
    <ScrollRegion aria-label={label} ref={scroller} onKeyDown={onKeyDown} className="min-h-0 flex-1">
      <table aria-rowcount={items.length + 1} className="w-full min-w-[900px] table-fixed text-left">
        <colgroup>
          {columns.map((column) => (
            <col key={column.name} style={column.width === undefined ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-surface text-meta text-muted shadow-[inset_0_-1px_var(--border)]">
          <tr className="h-9" aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={`px-2 font-normal first:pl-4 ${alignment(column)}`}
              >
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <Gap height={above} columns={columns.length} />
        <tbody>
          {visible.map((virtual) => {
            const item = items[virtual.index];
            if (item === undefined) return null;
            return (
              <tr
                key={keyOf(item)}
                aria-rowindex={virtual.index + 2}
                aria-current={virtual.index === active || undefined}
                style={{ height: rowHeight }}
                className={`relative border-b border-line hover:bg-hover aria-[current]:bg-selection ${
                  virtual.index < newRows ? 'arriving' : ''
                }`}
              >
                {columns.map((column) => (
                  <td
                    key={column.name}
                    className={`truncate px-2 first:pl-4 ${column.align === 'right' ? 'figure text-right text-code' : ''}`}
                  >
                    {column.cell(item)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
        <Gap height={below} columns={columns.length} />
      </table>
    </ScrollRegion>
  );
}

/** How many rows at the top came since the list was shown first. Rows of a next page come at the end and do not count. */
function useNewRows<Item>(items: readonly Item[], keyOf: (item: Item) => string): number {
  const known = useRef<ReadonlySet<string> | null>(null);
  const before = known.current;
  const firstKnown = before === null ? 0 : items.findIndex((item) => before.has(keyOf(item)));
  useEffect(() => {
    known.current = new Set(items.map(keyOf));
  }, [items, keyOf]);
  return Math.max(0, firstKnown);
}

function alignment<Item>(column: Column<Item>): string {
  return column.align === 'right' ? 'text-right' : '';
}

/** Stands in for the rows that are out of sight. */
function Gap({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true">
      <tr style={{ height }}>
        <td colSpan={columns} />
      </tr>
    </tbody>
  );
}
