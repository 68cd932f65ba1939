/** Both traces as one tree: mark, name, by how much B takes more, and the bars of both on one axis. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { count, duration, money } from '@/shared/format';
import { MARK_COLOURS, MARKS, WORDS } from '@/shared/traces/difference';
import { us, usd } from '@/shared/units';
import type { ComparedSide } from '../api';
import { axisUs, deltaOf, type Placed } from '../model/rows';

interface Props {
  rows: readonly Placed[];
  selected: number | null;
  first: number | null;
  onSelect: (index: number) => void;
}

const ROW_HEIGHT = 28;
const INDENT = 12;
const MOST_INDENT = 15;
const PAGE = 20;
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
const GRID = 'grid grid-cols-[20px_minmax(0,1fr)_76px_76px_84px_minmax(80px,32%)] items-center gap-2 px-3';

export function Tree({ rows, selected, first, onSelect }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialRect: { width: 1000, height: 700 },
  });
  const axis = axisUs(rows.map(({ row }) => row));
  const at = rows.findIndex(({ index }) => index === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const reached = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    if (reached !== undefined) onSelect(reached.index);
  };
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div aria-hidden="true" className={`${GRID} h-8 shrink-0 border-b border-line text-caption text-muted`}>
        <span />
        <span>step</span>
        <span className="text-right">Δ time</span>
        <span className="text-right">Δ tokens</span>
        <span className="text-right">Δ cost</span>
        <span>A above, B below, {duration(us(axis))}</span>
      </div>
      <div
        ref={scroller}
        role="tree"
        aria-label="Steps of both traces"
        tabIndex={0}
        aria-activedescendant={at < 0 ? undefined : `row-${selected}`}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-auto"
      >
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const placed = rows[item.index];
            return placed === undefined ? null : (
              <Row
                key={placed.index}
                placed={placed}
                top={item.start}
                place={item.index + 1}
                of={rows.length}
                axis={axis}
                isSelected={placed.index === selected}
                isFirst={placed.index === first}
                onSelect={onSelect}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  placed: Placed;
  top: number;
  place: number;
  of: number;
  axis: number;
  isSelected: boolean;
  isFirst: boolean;
  onSelect: (index: number) => void;
}

function Row({ placed, top, place, of, axis, isSelected, isFirst, onSelect }: RowProps) {
  const { row, index } = placed;
  const delta = deltaOf(row);
  const colour = isSelected ? 'bg-selection' : isFirst ? 'bg-warn-soft' : 'hover:bg-hover';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the focus and its keys
    <div
      id={`row-${index}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={isSelected}
      onClick={() => onSelect(index)}
      className={`${GRID} absolute inset-x-0 cursor-pointer ${colour}`}
      style={{ top, height: ROW_HEIGHT }}
    >
      <span className={`figure text-center font-semibold ${isSelected ? '' : MARK_COLOURS[row.what]}`}>
        <span aria-hidden="true">{MARKS[row.what]}</span>
        <span className="sr-only">{WORDS[row.what]}</span>
      </span>
      <span className="truncate" style={{ paddingLeft: Math.min(row.depth, MOST_INDENT) * INDENT }}>
        <span className={row.what === 'same' ? 'text-muted' : ''}>{row.name}</span>
        {isFirst ? <span className="ml-2 font-medium">first divergence</span> : null}
        {row.fields.length > 0 ? (
          <span className="ml-2 text-meta text-muted">{row.fields.join(', ')}</span>
        ) : null}
      </span>
      <Figure
        text={delta.durationUs === null ? '' : signed(delta.durationUs, duration(us(delta.durationUs)))}
      />
      <Figure text={delta.tokens === null ? '' : signed(delta.tokens, count(delta.tokens))} />
      <Figure text={delta.costUsd === null ? '' : signed(delta.costUsd, money(usd(delta.costUsd)))} />
      <span aria-hidden="true" className="flex h-full flex-col justify-center gap-0.5">
        <Bar side={row.before} axis={axis} className="bg-kind-agent" />
        <Bar side={row.after} axis={axis} className="bg-kind-handoff" />
      </span>
    </div>
  );
}

function Figure({ text }: { text: string }) {
  return <span className="figure truncate text-right text-meta">{text}</span>;
}

function Bar({ side, axis, className }: { side: ComparedSide | null; axis: number; className: string }) {
  if (side === null) return <span className="h-1.5" />;
  const left = (100 * side.offset_us) / axis;
  const width = (100 * (side.duration_us ?? axis - side.offset_us)) / axis;
  return (
    <span className="relative h-1.5">
      <span
        className={`absolute inset-y-0 min-w-0.5 rounded-bar ${className}`}
        style={{ left: `${left}%`, width: `${width}%` }}
      />
    </span>
  );
}

function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : value === 0 ? '0' : text;
}
