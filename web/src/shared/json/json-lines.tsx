/** The lines of a JSON value in a box of their own: fixed height each, so that the ones in sight are simply counted. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { bytes } from '../format';
import { type Line, LONG_TEXT, looksLikeJson, type Path, pathText } from './lines';

const LINE = 18;
const MOST_LINES = 24;
const INDENT = 14;
/** Rows beyond each edge, so that a short scroll shows no gap. */
const MARGIN = 12;

interface Props {
  lines: readonly Line[];
  label: string;
  /** Paths that have a hit, and the one that the reader is at. */
  marked: ReadonlySet<string>;
  current: string | null;
  onToggle: (path: Path) => void;
}

export function JsonLines({ lines, label, marked, current, onToggle }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    if (current === null || box.current === null) return;
    const index = lines.findIndex((line) => line.kind !== 'close' && pathText(line.path) === current);
    if (index !== -1) box.current.scrollTop = Math.max(0, (index - MOST_LINES / 3) * LINE);
  }, [current, lines]);
  const first = Math.max(0, Math.min(lines.length, Math.floor(top / LINE)) - MARGIN);
  const shown = lines.slice(first, first + MOST_LINES + 2 * MARGIN);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of lines, no set of fields, and no landmark: a page may have many
    <div
      role="group"
      ref={box}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      style={{ height: Math.min(MOST_LINES, lines.length) * LINE }}
      className="figure overflow-x-auto overflow-y-auto text-code"
    >
      <div style={{ height: lines.length * LINE, paddingTop: first * LINE }} className="min-w-max">
        {shown.map((line, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list
            key={first + index}
            style={{ height: LINE, paddingLeft: line.path.depth * INDENT }}
            className={`flex items-center pr-4 whitespace-pre ${markOf(line, marked, current)}`}
          >
            <LineText line={line} onToggle={onToggle} />
          </div>
        ))}
      </div>
    </div>
  );
}

function markOf(line: Line, marked: ReadonlySet<string>, current: string | null): string {
  if (marked.size === 0 || line.kind === 'close' || line.kind === 'text') return '';
  const path = pathText(line.path);
  if (path === current) return 'bg-selection';
  return marked.has(path) ? 'bg-warn-soft' : '';
}

function LineText({ line, onToggle }: { line: Line; onToggle: (path: Path) => void }) {
  if (line.kind === 'text') return <span className="pl-4">{line.text}</span>;
  if (line.kind === 'close') return <span className="pl-4 text-muted">{line.bracket}</span>;
  return (
    <>
      {line.kind === 'open' ? <Fold line={line} onToggle={onToggle} /> : <span className="w-4 shrink-0" />}
      {line.label === null ? null : <Label path={line.path} label={line.label} />}
      {line.kind === 'open' ? <Opening line={line} /> : <Leaf value={line.value} />}
    </>
  );
}

function Label({ path, label }: { path: Path; label: string }) {
  const full = pathText(path);
  return (
    <>
      <button
        type="button"
        title={`copy the path ${full}`}
        onClick={() => navigator.clipboard?.writeText(full)}
        className="text-muted hover:underline"
      >
        {label}
      </button>
      <span className="text-muted">: </span>
    </>
  );
}

function Fold({ line, onToggle }: { line: Extract<Line, { kind: 'open' }>; onToggle: (path: Path) => void }) {
  const Icon = line.isFolded ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      aria-expanded={!line.isFolded}
      aria-label={`${line.isFolded ? 'unfold' : 'fold'} ${pathText(line.path)}`}
      onClick={() => onToggle(line.path)}
      className="grid h-full w-4 shrink-0 place-items-center text-muted hover:text-text"
    >
      <Icon size={12} aria-hidden="true" />
    </button>
  );
}

function Opening({ line }: { line: Extract<Line, { kind: 'open' }> }) {
  const { value, size, isFolded } = line;
  if (typeof value !== 'string') {
    const [left, right] = Array.isArray(value) ? '[]' : '{}';
    return <span className="text-muted">{isFolded ? `${left}${size}${right}` : left}</span>;
  }
  const note = looksLikeJson(value) ? 'JSON in a text' : bytes(value.length);
  if (!isFolded) return <span className="text-muted">" {note}</span>;
  const start = value.slice(0, LONG_TEXT);
  return (
    <>
      <span>{JSON.stringify(start).slice(0, -1)}</span>
      <span className="text-muted">
        {start.length < value.length ? '…' : '"'} {note}
      </span>
    </>
  );
}

function Leaf({ value }: { value: unknown }) {
  if (typeof value === 'string') return <span>{JSON.stringify(value)}</span>;
  if (typeof value === 'object' && value !== null) {
    return <span className="text-muted">{Array.isArray(value) ? '[]' : '{}'}</span>;
  }
  return <span className="text-accent">{String(value)}</span>;
}
