/** The rows of a table on a narrow screen: a card each, its title first, its figures with their names below. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { ScrollRegion } from './scroll-region';
import type { TableProps } from './table-columns';

const CARD_HEIGHT = 112;

export function Cards<Item>({ label, items, columns, keyOf, onEnd }: TableProps<Item>) {
  const scroller = useRef<HTMLElement>(null);
  const cards = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    overscan: 6,
    initialRect: { width: 400, height: 800 },
  });
  const visible = cards.getVirtualItems();
  const last = visible.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 10) onEnd?.();
  }, [last, items.length, onEnd]);
  const head = columns.filter((column) => column.isHead);
  const rest = columns.filter((column) => !column.isHead);
  return (
    <ScrollRegion aria-label={label} ref={scroller} className="min-h-0 flex-1">
      <ul style={{ height: cards.getTotalSize() }} className="relative">
        {visible.map((virtual) => {
          const item = items[virtual.index];
          if (item === undefined) return null;
          return (
            <li
              key={keyOf(item)}
              style={{ height: CARD_HEIGHT, transform: `translateY(${virtual.start}px)` }}
              className="absolute inset-x-0 top-0 overflow-hidden border-b border-line px-4 py-2"
            >
              <div className="flex min-w-0 gap-2 overflow-hidden">
                {head.map((column) => (
                  <span key={column.name} className="min-w-0 truncate">
                    {column.cell(item)}
                  </span>
                ))}
              </div>
              <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5">
                {rest.map((column) => (
                  <div key={column.name} className="flex gap-1 text-meta">
                    <dt className="text-muted">{column.name}</dt>
                    <dd className={column.align === 'right' ? 'figure' : ''}>{column.cell(item)}</dd>
                  </div>
                ))}
              </dl>
            </li>
          );
        })}
      </ul>
    </ScrollRegion>
  );
}
