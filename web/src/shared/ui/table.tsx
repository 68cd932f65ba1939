/** A server-sorted table of rows with one link each: virtual, walked with j and k, opened with Enter. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

export interface Column<Item> {
  name: string;
  /** A share of the width (`2fr`) or a fixed width (`90px`). */
  width: string;
  align?: 'right';
  cell: (item: Item) => ReactNode;
}

interface Props<Item> {
  label: string;
  items: readonly Item[];
  columns: readonly Column<Item>[];
  keyOf: (item: Item) => string;
  onOpen: (item: Item) => void;
  /** Called when the end comes near: fetch the next page. */
  onEnd?: () => void;
  footer?: ReactNode;
}

const ROW_HEIGHT = 36;

export function Table<Item>({ label, items, columns, keyOf, onOpen, onEnd, footer }: Props<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialRect: { width: 1200, height: 800 },
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 10) onEnd?.();
  }, [last, items.length, onEnd]);

  const template = { gridTemplateColumns: columns.map((column) => column.width).join(' ') };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      const next = Math.min(items.length - 1, Math.max(0, active + step));
      setActive(next);
      rows.scrollToIndex(next);
      event.preventDefault();
    }
    const item = items[active];
    if (event.key === 'Enter' && item !== undefined && event.target === event.currentTarget) onOpen(item);
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section
      aria-label={label}
      tabIndex={0}
      ref={scroller}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely, which a table element cannot do */}
      <div role="table" aria-label={label} aria-rowcount={items.length + 1} className="min-w-[900px]">
        <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-surface">
          {/* biome-ignore lint/a11y/useFocusableInteractive: the region around the rows has the focus */}
          <div
            role="row"
            aria-rowindex={1}
            style={template}
            className="grid h-9 items-center px-4 text-meta text-muted"
          >
            {columns.map((column) => (
              <span
                key={column.name}
                role="columnheader"
                tabIndex={-1}
                className={`truncate pr-4 ${column.align === 'right' ? 'text-right' : ''}`}
              >
                {column.name}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: rows.getTotalSize() }} className="relative">
          {visible.map((virtual) => {
            const item = items[virtual.index];
            if (item === undefined) return null;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the region; the row's link does the same
              // biome-ignore lint/a11y/useFocusableInteractive: the region around the rows has the focus
              <div
                role="row"
                key={keyOf(item)}
                aria-rowindex={virtual.index + 2}
                aria-current={virtual.index === active || undefined}
                onClick={() => onOpen(item)}
                style={{ ...template, transform: `translateY(${virtual.start}px)`, height: ROW_HEIGHT }}
                className={`absolute inset-x-0 top-0 grid cursor-pointer items-center border-b border-line px-4 hover:bg-hover ${
                  virtual.index === active ? 'bg-selection' : ''
                }`}
              >
                {columns.map((column) => (
                  // biome-ignore lint/a11y/useSemanticElements: see the table above
                  <span
                    key={column.name}
                    role="cell"
                    className={`truncate pr-4 ${column.align === 'right' ? 'figure text-code text-right' : ''}`}
                  >
                    {column.cell(item)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {footer}
    </section>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  j: 1,
  ArrowDown: 1,
  k: -1,
  ArrowUp: -1,
  PageDown: 15,
  PageUp: -15,
};
