/** When the traces began and how many failed; a brush over it sets the time that the list is about. */
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { clock, count, duration, plural } from '@/shared/format';
import { type Bar, barsOf, edge, totalOf } from '@/shared/time/bars';
import { useSlow } from '@/shared/ui/states';
import { us } from '@/shared/units';
import { histogramQuery, type TraceParameters } from '../api';
import { type Brush, barAt, brushOf } from '../model/brush';
import { between } from '../model/range';
import { BarPicture } from './bar-picture';
import { BarTable } from './bar-table';
import { BrushEnds } from './brush-ends';

export const BUCKETS = 60;

interface Props {
  project: string;
  parameters: TraceParameters;
  isNarrowed: boolean;
  onRange: (range: string) => void;
}

export function Histogram({ project, parameters, isNarrowed, onRange }: Props) {
  const found = useQuery(histogramQuery(project, parameters, BUCKETS));
  const [asTable, setAsTable] = useState(false);
  const slow = useSlow(found.isPending);
  if (found.isLoadingError) {
    return (
      <p role="alert" className="shrink-0 border-b border-line bg-surface px-4 py-2 text-error-text">
        When the traces began could not be read: {found.error.message}
      </p>
    );
  }
  if (found.data === undefined) return slow ? <div className="h-[104px] shrink-0 bg-surface" /> : null;
  const bars = barsOf(found.data);
  if (bars.length === 0) return null;
  return (
    <section
      aria-label="When the traces began"
      className="shrink-0 border-b border-line bg-surface px-4 pt-2"
    >
      <div className="flex items-center gap-4 text-meta text-muted">
        <p className="mr-auto">{summary(bars, totalOf(found.data))}</p>
        <Legend className="bg-accent opacity-55">traces</Legend>
        <Legend className="bg-error">failed</Legend>
        <Legend className="h-0.5! bg-kind-tool">p95 duration</Legend>
        {isNarrowed ? (
          <button type="button" className="text-accent hover:underline" onClick={() => onRange('')}>
            All time
          </button>
        ) : null}
        <button
          type="button"
          className="hover:text-text hover:underline"
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'View as chart' : 'View as table'}
        </button>
      </div>
      {asTable ? <BarTable bars={bars} onRange={onRange} /> : <Brushed bars={bars} onRange={onRange} />}
    </section>
  );
}

function Legend({ className, children }: { className: string; children: string }) {
  return (
    <span className="flex items-center gap-1.5 max-[899px]:hidden">
      <span aria-hidden="true" className={`size-2 ${className}`} />
      {children}
    </span>
  );
}

function summary(bars: readonly Bar[], total: number): string {
  const errors = bars.reduce((sum, bar) => sum + bar.errors, 0);
  const [first, last] = [bars[0], bars.at(-1)];
  const when = first && last ? `, ${clock(first.from)} to ${clock(last.to)}` : '';
  return `${plural(total, 'trace')}${errors > 0 ? `, ${count(errors)} failed` : ''}${when}`;
}

/** The picture with the brush: dragged with the pointer, or its two ends moved with the arrow keys. */
function Brushed({ bars, onRange }: { bars: readonly Bar[]; onRange: (range: string) => void }) {
  const [brush, setBrush] = useState<Brush | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  const indexOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return barAt((event.clientX - box.left) / Math.max(1, box.width), bars.length);
  };
  const take = (chosen: Brush | null) => {
    const [first, last] = [bars[chosen?.first ?? -1], bars[chosen?.last ?? -1]];
    setBrush(null);
    if (first && last) onRange(between(first.from, last.to));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    anchor.current = indexOf(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    setBrush(brushOf(anchor.current, anchor.current));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const index = indexOf(event);
    setHovered(index);
    if (anchor.current !== null) setBrush(brushOf(anchor.current, index));
  };
  const onPointerUp = () => {
    if (anchor.current !== null) take(brush);
    anchor.current = null;
  };
  const onPointerCancel = () => {
    anchor.current = null;
    setBrush(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') take(brush ?? brushOf(0, bars.length - 1));
    else if (event.key === 'Escape' && brush !== null) setBrush(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = brush ?? (hovered === null ? null : brushOf(hovered, hovered));
  return (
    <fieldset onKeyDown={onKeyDown} className="relative m-0 block min-w-0 p-0 pb-5">
      <legend className="sr-only">Time range: move both ends with the arrow keys, Enter takes it</legend>
      <div
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerCancel}
        onPointerLeave={() => setHovered(null)}
        data-histogram
        className="relative h-14 cursor-crosshair touch-none select-none"
      >
        <BarPicture bars={bars} brush={brush} hovered={hovered} />
      </div>
      <BrushEnds bars={bars} brush={brush} onBrush={setBrush} />
      <p className="figure pointer-events-none absolute inset-x-0 bottom-0.5 flex justify-between text-caption text-muted">
        <span>{edge(bars, 0, 'from')}</span>
        <span aria-live="polite" className="text-text">
          {told === null ? '' : toldOf(bars, told)}
        </span>
        <span>{edge(bars, bars.length - 1, 'to')}</span>
      </p>
    </fieldset>
  );
}

export function toldOf(bars: readonly Bar[], { first, last }: Brush): string {
  const inside = bars.slice(first, last + 1);
  const [begin, end] = [inside[0], inside.at(-1)];
  if (begin === undefined || end === undefined) return '';
  const traces = inside.reduce((sum, bar) => sum + bar.count, 0);
  const errors = inside.reduce((sum, bar) => sum + bar.errors, 0);
  const slowest = inside.length === 1 && begin.p95Us !== null ? `, p95 ${duration(us(begin.p95Us))}` : '';
  const failed = errors > 0 ? `, ${count(errors)} failed` : '';
  return `${clock(begin.from)} – ${clock(end.to)}: ${plural(traces, 'trace')}${failed}${slowest}`;
}
