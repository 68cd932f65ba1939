/** The head of the trace page: what it is, how it ended, what it took; and finding in it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { Trace } from '@/shared/api/types';
import { count, duration, moneyWithUnknown, plural } from '@/shared/format';
import type { LiveState } from '@/shared/live/socket';
import { CopyButton } from '@/shared/ui/copy-button';
import { LiveBadge } from '@/shared/ui/live-badge';
import { StatusWord } from '@/shared/ui/status';
import { us } from '@/shared/units';
import { textSearchQuery } from '../api';
import type { TraceView } from '../model/view';

interface Props {
  trace: Trace | undefined;
  view: TraceView;
  live: LiveState;
  project: string;
}

export function TraceHeader({ trace, view, live, project }: Props) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
      <h1 className="min-w-16 truncate text-section font-semibold">{trace?.name ?? 'Trace'}</h1>
      {trace === undefined ? null : <Facts trace={trace} project={project} />}
      <div className="ml-auto flex items-center gap-2">
        <Find view={view} project={project} />
        {trace?.status === 'running' || live.kind === 'paused' ? <LiveBadge state={live} /> : null}
        <CopyButton text={window.location.href} label="Copy the link to this trace" />
      </div>
    </header>
  );
}

function Facts({ trace, project }: { trace: Trace; project: string }) {
  const failed = trace.status === 'error' || trace.status === 'timeout';
  return (
    <div className="flex min-w-0 items-center gap-3 overflow-hidden text-meta whitespace-nowrap text-muted">
      <span className="figure" title={trace.id}>
        {trace.id.slice(0, 8)}
      </span>
      <span className={`rounded-chip px-1.5 py-0.5 ${failed ? 'bg-error-soft' : 'bg-sunken'}`}>
        <StatusWord status={trace.status} />
      </span>
      <span className="figure">{plural(trace.total_spans, 'span')}</span>
      <span
        className="figure"
        title={
          trace.unknown_cost_calls > 0
            ? `price of ${count(trace.unknown_cost_calls)} calls unknown`
            : undefined
        }
      >
        {moneyWithUnknown(trace.total_cost_usd, trace.unknown_cost_calls)}
      </span>
      <span className="figure">{duration(us(trace.duration_us))}</span>
      {trace.session_id === null ? null : (
        <Link
          to="/p/$project/sessions/$sessionId"
          params={{ project, sessionId: trace.session_id }}
          className="truncate text-accent hover:underline max-[1100px]:hidden"
        >
          {trace.session_name ?? trace.session_id}
        </Link>
      )}
    </div>
  );
}

function Find({ view, project }: { view: TraceView; project: string }) {
  const { traceId } = useParams({ from: '/p/$project/traces/$traceId' });
  const words = useSettled(view.query, 300);
  const { data: seqs } = useQuery(textSearchQuery(project, traceId, words));
  useEffect(() => {
    if (seqs !== undefined) view.addTextMatches(words, seqs);
  }, [seqs, words, view]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') view.selectNextMatch(event.shiftKey ? -1 : 1);
    if (event.key !== 'Escape') return;
    view.find('');
    document.querySelector<HTMLElement>('[role=tree]')?.focus();
  };
  const place = view.matches.indexOf(view.selected);
  return (
    <div className="flex items-center gap-1">
      <input
        data-filter
        type="search"
        aria-label="Find in trace"
        placeholder="Find in trace"
        value={view.query}
        onChange={(event) => view.find(event.target.value)}
        onKeyDown={onKeyDown}
        className="field w-[220px] max-[1100px]:w-36"
      />
      {view.query === '' ? null : (
        <>
          <span role="status" className="figure text-meta whitespace-nowrap text-muted">
            {place === -1 ? '' : `${count(place + 1)} / `}
            {plural(view.matches.length, 'hit')}
          </span>
          <Step label="Previous hit" onClick={() => view.selectNextMatch(-1)} Icon={ChevronUp} />
          <Step label="Next hit" onClick={() => view.selectNextMatch(1)} Icon={ChevronDown} />
        </>
      )}
    </div>
  );
}

function Step({ label, onClick, Icon }: { label: string; onClick: () => void; Icon: typeof ChevronUp }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="grid size-6 place-items-center rounded-chip text-muted hover:bg-hover"
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}

/** The value once it has stayed the same for a while. */
function useSettled<Value>(value: Value, afterMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const id = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(id);
  }, [value, afterMs]);
  return settled;
}
