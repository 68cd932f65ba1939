/** The trace on paper: its figures and its tree as text, made only while it is printed. */
import { useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { TraceDetail } from '@/shared/api/types';
import { at, Flag, has, type Skeleton } from '@/shared/columns';
import { costOf, count, duration, exactly, money, offset, plural } from '@/shared/format';
import { kindWord } from '@/shared/kinds';
import { microUsdToUsd, us } from '@/shared/units';

/** Some forty pages: more is read on a screen, or as an export. */
const MOST_ROWS = 2_000;
const DEEPEST = 24;

export function PrintedTrace({ trace, skeleton }: { trace: TraceDetail | undefined; skeleton: Skeleton }) {
  const isPrinting = useIsPrinting();
  if (!isPrinting) return null;
  const rows = Math.min(skeleton.n, MOST_ROWS);
  return (
    <section aria-label="Trace on paper" className="hidden px-2 print:block">
      <h1 className="text-title font-semibold">{trace?.name ?? 'Trace'}</h1>
      {trace === undefined ? null : (
        <p>
          {trace.id} · {trace.status} · {plural(trace.total_spans, 'span')} · {count(trace.total_tokens)}{' '}
          tokens · {costOf(trace)} · {duration(us(trace.duration_us))} · {exactly(trace.started_at)}
        </p>
      )}
      {trace?.error_message ? <p>Failed: {trace.error_message}</p> : null}
      <table className="mt-3 w-full text-left text-meta">
        <thead>
          <tr>
            <th>Span</th>
            <th>Kind</th>
            <th className="text-right">Start</th>
            <th className="text-right">Duration</th>
            <th className="text-right">Cost</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <PrintedRow key={at(skeleton.seq, row)} skeleton={skeleton} row={row} />
          ))}
        </tbody>
      </table>
      {rows < skeleton.n ? (
        <p>{`The first ${count(rows)} of ${plural(skeleton.n, 'span')}; an export holds all.`}</p>
      ) : null}
    </section>
  );
}

function PrintedRow({ skeleton, row }: { skeleton: Skeleton; row: number }) {
  const depth = Math.min(DEEPEST, at(skeleton.depth, row));
  const hasFailed = has(skeleton, row, Flag.error);
  const isRunning = has(skeleton, row, Flag.running);
  const cost = at(skeleton.costMicro, row);
  const agent = skeleton.agents[at(skeleton.agent, row)];
  const time = (value: number) => us(value * skeleton.unitUs);
  return (
    <tr className="break-inside-avoid border-t border-line align-top">
      <td style={{ paddingLeft: depth * 12 }}>
        {skeleton.names[at(skeleton.name, row)]}
        {agent ? ` (${agent})` : ''}
        {hasFailed ? ' ✕ failed' : ''}
        {isRunning ? ' … running' : ''}
      </td>
      <td>{kindWord(skeleton.kinds[at(skeleton.kind, row)] ?? '')}</td>
      <td className="figure text-right">{offset(time(at(skeleton.start, row)))}</td>
      <td className="figure text-right">{duration(time(at(skeleton.dur, row)))}</td>
      <td className="figure text-right">
        {has(skeleton, row, Flag.unknownCost) ? '?' : cost === 0 ? '' : money(microUsdToUsd(cost))}
      </td>
    </tr>
  );
}

/** The browser says when it begins to print, and takes what stands there when the listener returns. */
function useIsPrinting(): boolean {
  const media = useMemo(() => window.matchMedia('print'), []);
  const [isPrinting, setPrinting] = useState(media.matches);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    const onMedia = () => (media.matches ? begin() : end());
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    media.addEventListener('change', onMedia);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      media.removeEventListener('change', onMedia);
    };
  }, [media]);
  return isPrinting;
}
