/** Shows JSON of any size: folded, found in, copied; only the lines in sight are in the document. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { CopyButton } from '../ui/copy-button';
import { findInRows, type Json, type JsonRow, jsonRows, OPEN_LEVELS } from './rows';

const LINE = 18;
const MOST_LINES = 24;
const FIND_FROM = 12;
const LONGEST_INLINE = 600;

export function JsonView({ value, label }: { value: Json; label: string }) {
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const [openLevels, setOpenLevels] = useState(OPEN_LEVELS);
  const [words, setWords] = useState('');
  const rows = useMemo(() => jsonRows(value, flipped, openLevels), [value, flipped, openLevels]);
  const hits = useMemo(() => findInRows(rows, words), [rows, words]);
  const setLevels = (levels: number) => {
    setFlipped(new Set());
    setOpenLevels(levels);
  };
  const flip = (path: string) => {
    const next = new Set(flipped);
    if (!next.delete(path)) next.add(path);
    setFlipped(next);
  };
  return (
    <div>
      <div className="flex items-center gap-1 pb-1">
        {rows.length > FIND_FROM || words !== '' ? (
          <input
            aria-label={`Find in ${label}`}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
              if (event.target.value !== '') setOpenLevels(Number.POSITIVE_INFINITY);
            }}
            placeholder="Find"
            className="field h-6 w-28 px-2 text-meta"
          />
        ) : null}
        {words === '' ? null : <span className="figure text-meta text-muted">{hits.length} hits</span>}
        <span className="ml-auto flex items-center">
          <button
            type="button"
            className="px-1 text-meta text-muted hover:text-text"
            onClick={() => setLevels(1)}
          >
            Fold
          </button>
          <button
            type="button"
            className="px-1 text-meta text-muted hover:text-text"
            onClick={() => setLevels(Number.POSITIVE_INFINITY)}
          >
            Unfold
          </button>
          <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
        </span>
      </div>
      <Lines rows={rows} hits={new Set(hits)} onFlip={flip} label={label} />
    </div>
  );
}

interface LinesProps {
  rows: readonly JsonRow[];
  hits: ReadonlySet<number>;
  onFlip: (path: string) => void;
  label: string;
}

function Lines({ rows, hits, onFlip, label }: LinesProps) {
  const scroller = useRef<HTMLElement>(null);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 10,
    initialRect: { width: 400, height: MOST_LINES * LINE },
  });
  return (
    <section
      ref={scroller}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      style={{ maxHeight: MOST_LINES * LINE }}
      className="figure overflow-auto text-code"
    >
      <div style={{ height: lines.getTotalSize() }} className="relative min-w-max">
        {lines.getVirtualItems().map((virtual) => {
          const row = rows[virtual.index];
          if (row === undefined) return null;
          return (
            <div
              key={row.path}
              style={{
                transform: `translateY(${virtual.start}px)`,
                height: LINE,
                paddingLeft: row.depth * 14,
              }}
              className={`group absolute top-0 left-0 flex items-center pr-4 whitespace-pre ${
                hits.has(virtual.index) ? 'bg-warn-soft' : ''
              }`}
            >
              <Fold row={row} onFlip={onFlip} />
              <button
                type="button"
                title={`copy path ${row.path}`}
                onClick={() => navigator.clipboard?.writeText(row.path)}
                className="text-muted hover:underline"
              >
                {row.name ?? row.path.slice(row.path.lastIndexOf('['))}
              </button>
              <span className="text-muted">: </span>
              <Value row={row} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Fold({ row, onFlip }: { row: JsonRow; onFlip: (path: string) => void }) {
  if (row.size === 0) return <span className="w-4 shrink-0" />;
  const Icon = row.isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={row.isOpen}
      aria-label={`${row.isOpen ? 'fold' : 'unfold'} ${row.path}`}
      onClick={() => onFlip(row.path)}
      className="grid h-full w-4 shrink-0 place-items-center text-muted hover:text-text"
    >
      <Icon size={12} aria-hidden="true" />
    </button>
  );
}

function Value({ row }: { row: JsonRow }) {
  const { value, size } = row;
  if (Array.isArray(value)) return <span className="text-muted">{size === 0 ? '[]' : `[${size}]`}</span>;
  if (value !== null && typeof value === 'object') {
    return <span className="text-muted">{size === 0 ? '{}' : `{${size}}`}</span>;
  }
  if (typeof value !== 'string') return <span className="text-accent">{String(value)}</span>;
  const cut = value.length > LONGEST_INLINE;
  return (
    <span title={cut ? `${value.length} characters; copy to see all` : undefined}>
      {JSON.stringify(cut ? value.slice(0, LONGEST_INLINE) : value)}
      {cut ? '…' : ''}
    </span>
  );
}
