/** One figure: what it is, how much, against the day before, and its last 24 hours as a line. */

import { Link } from '@tanstack/react-router';
import { Sparkline } from '@/shared/chart/sparkline';
import type { Delta } from '../model/delta';

interface Props {
  project: string;
  /** The filters of the trace list that the card opens. */
  filters?: string[];
  name: string;
  figure: string;
  unit?: string;
  /** Hovering says more: the exact number, what is unknown. */
  title?: string;
  /** What is not in the figure. */
  note?: string | undefined;
  change: Delta | null;
  /** What the line shows, and its values, an hour each. */
  line: { label: string; values: readonly number[] };
}

const SIGNS = { up: '▲', down: '▼', same: '=' } as const;
const WORDS = { up: 'up', down: 'down', same: 'as' } as const;
/** For cost, tokens, latency and errors less is better. */
const COLOURS = { up: 'text-error-text', down: 'text-ok', same: 'text-muted' } as const;

export function StatCard({ project, filters = [], note, name, figure, unit, title, change, line }: Props) {
  return (
    <section aria-label={name} className="card relative flex flex-col px-4 py-4 hover:border-line-strong">
      <div className="flex justify-between gap-2 text-meta text-muted">
        <h2>
          <Link
            to="/p/$project/traces"
            params={{ project }}
            search={{ range: '24h', ...(filters.length > 0 ? { q: filters.join(' ') } : {}) }}
            className="after:absolute after:inset-0"
          >
            {name}
          </Link>
        </h2>
        {note ? <span className="text-warn">{note}</span> : null}
      </div>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-stat font-semibold whitespace-nowrap tabular-nums" title={title}>
          {figure}
          {unit ? <span className="pl-0.5 text-section text-muted">{unit}</span> : null}
        </span>
        {change === null ? (
          <span className="text-meta whitespace-nowrap text-faint">nothing the day before</span>
        ) : (
          <span
            className={`figure text-meta whitespace-nowrap ${COLOURS[change.direction]}`}
            title="against the 24 hours before"
          >
            <span aria-hidden="true">{SIGNS[change.direction]} </span>
            <span className="sr-only">{WORDS[change.direction]} </span>
            {change.text}
          </span>
        )}
      </p>
      <div className="mt-auto pt-2" title={line.label}>
        <Sparkline label={line.label} values={line.values} />
      </div>
    </section>
  );
}
