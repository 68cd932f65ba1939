/** Shows JSON of any size: folded, found in, copied, raw; only the lines in sight are in the document. */
import { Check, ChevronDown, ChevronUp, Copy } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { count, plural } from '../format';
import { findIn, MOST_HITS, opened, toggled } from './find';
import { JsonLines } from './json-lines';
import { type Folds, type Json, linesOf, type Path, pathText, pieces, ROOT } from './lines';

const OPEN_LEVELS = 3;
/** Smaller values are seen at once: no tools for finding. */
const FIND_FROM = 10;

/** Over the first line's end: a few lines need no row of tools. */
const SMALL_TOOLS = 'absolute top-0 right-0 z-1 bg-surface text-muted';

interface Props {
  value: Json;
  label: string;
}

export function JsonView({ value, label }: Props) {
  const [folds, setFolds] = useState<Folds>({ openTo: OPEN_LEVELS, flipped: new Set() });
  const [isRaw, setRaw] = useState(false);
  const [words, setWords] = useState('');
  const [place, setPlace] = useState(0);
  const lines = useMemo(() => (isRaw ? rawLines(value) : linesOf(value, folds)), [value, folds, isRaw]);
  const hits = useMemo(() => findIn(value, words), [value, words]);
  const marked = useMemo(() => new Set(hits.map(pathText)), [hits]);
  const current = hits[place] ?? null;

  const goTo = (next: number, among: readonly Path[] = hits) => {
    const wrapped = among.length === 0 ? 0 : (next + among.length) % among.length;
    setPlace(wrapped);
    setRaw(false);
    const target = among[wrapped];
    if (target !== undefined) setFolds((before) => opened(before, target));
  };
  const search = (text: string) => {
    setWords(text);
    goTo(0, findIn(value, text));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') goTo(place + (event.shiftKey ? -1 : 1));
    if (event.key === 'Escape') search('');
  };
  const [isSmall] = useState(() => lines.length <= FIND_FROM);
  return (
    <div className="relative">
      <div className={isSmall ? SMALL_TOOLS : 'flex items-center gap-1 pb-1 text-meta text-muted'}>
        {isSmall ? null : (
          <input
            type="search"
            aria-label={`Find in ${label}`}
            placeholder="Find"
            value={words}
            onChange={(event) => search(event.target.value)}
            onKeyDown={onKeyDown}
            className="field h-6 w-28 px-2 text-meta"
          />
        )}
        {words === '' ? null : (
          <>
            <span role="status" className="figure whitespace-nowrap">
              {hits.length === 0 ? '' : `${count(place + 1)} / `}
              {hits.length < MOST_HITS ? plural(hits.length, 'hit') : `${count(MOST_HITS)} hits or more`}
            </span>
            <Tool label="Previous hit" onClick={() => goTo(place - 1)}>
              <ChevronUp size={12} aria-hidden="true" />
            </Tool>
            <Tool label="Next hit" onClick={() => goTo(place + 1)}>
              <ChevronDown size={12} aria-hidden="true" />
            </Tool>
          </>
        )}
        <span className="ml-auto flex items-center">
          {isSmall ? null : (
            <>
              <Tool onClick={() => setFolds({ openTo: 1, flipped: new Set() })}>Fold</Tool>
              <Tool onClick={() => setFolds({ openTo: Number.POSITIVE_INFINITY, flipped: new Set() })}>
                Unfold
              </Tool>
              <Tool isPressed={isRaw} onClick={() => setRaw(!isRaw)}>
                Raw
              </Tool>
            </>
          )}
          <CopyPretty value={value} label={label} />
        </span>
      </div>
      <JsonLines
        lines={lines}
        label={label}
        marked={marked}
        current={current === null ? null : pathText(current)}
        onToggle={(path) => setFolds((before) => toggled(before, path))}
      />
    </div>
  );
}

interface ToolProps {
  onClick: () => void;
  children: ReactNode;
  label?: string;
  isPressed?: boolean;
}

function Tool({ onClick, children, label, isPressed }: ToolProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={label}
      aria-pressed={isPressed}
      title={label}
      className="inline-flex h-6 min-w-6 items-center justify-center rounded-chip px-1 hover:bg-hover hover:text-text aria-pressed:text-accent"
    >
      {children}
    </button>
  );
}

/** The text is made when it is asked for: megabytes at every rendering would be felt. */
function CopyPretty({ value, label }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard?.writeText(JSON.stringify(value, null, 2)).then(() => setCopied(true));
  };
  const Icon = copied ? Check : Copy;
  return (
    <Tool label={copied ? 'copied' : `Copy ${label}`} onClick={copy}>
      <Icon size={14} aria-hidden="true" />
    </Tool>
  );
}

function rawLines(value: Json) {
  return pieces(JSON.stringify(value, null, 2)).map((text) => ({ kind: 'text' as const, path: ROOT, text }));
}
