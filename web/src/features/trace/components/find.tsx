/** Finding in the trace: names at once, the texts of messages as soon as the server has looked. */
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { count, plural } from '@/shared/format';
import { textSearchQuery } from '../api';
import type { TraceView } from '../model/view';
import { useView } from './use-view';

interface Props {
  view: TraceView;
  project: string;
  traceId: string;
}

export function Find({ view, project, traceId }: Props) {
  const query = useView(view, (each) => each.query);
  const words = useSettled(query, 300);
  const { data: seqs, isFetching } = useQuery(textSearchQuery(project, traceId, words.trim()));
  useEffect(() => {
    if (seqs !== undefined) view.addTextMatches(words, seqs);
  }, [seqs, words, view]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') view.selectNextMatch(event.shiftKey ? -1 : 1);
    if (event.key !== 'Escape') return;
    view.find('');
    document.querySelector<HTMLElement>('[role=tree]')?.focus();
  };
  return (
    <div className="flex items-center gap-1">
      {query === '' ? null : <Hits view={view} isAsking={isFetching || words !== query} />}
      <input
        data-filter
        type="search"
        aria-label="Find in trace"
        placeholder="Find in trace"
        title="Names, kinds, agents, models, states and the texts of messages (/)"
        value={query}
        onChange={(event) => view.find(event.target.value)}
        onKeyDown={onKeyDown}
        className="field w-[220px] max-[1100px]:w-36"
      />
    </div>
  );
}

function Hits({ view, isAsking }: { view: TraceView; isAsking: boolean }) {
  const found = useView(view, (each) => each.found);
  const place = useView(view, (each) => each.foundAt);
  return (
    <>
      <span role="status" className="figure text-meta whitespace-nowrap text-muted">
        {place === -1 ? '' : `${count(place + 1)} / `}
        {plural(found.length, 'hit')}
        {isAsking ? ', reading texts' : ''}
      </span>
      <Step label="Previous hit (Shift+Enter)" onClick={() => view.selectNextMatch(-1)} Icon={ChevronUp} />
      <Step label="Next hit (Enter)" onClick={() => view.selectNextMatch(1)} Icon={ChevronDown} />
    </>
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
