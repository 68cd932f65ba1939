/** One figure: what it is, how much, against the day before, and its last 24 hours as a line. */
import { Sparkline } from '@/shared/chart/sparkline';
import type { Delta } from '../model/delta';

interface Props {
  name: string;
  figure: string;
  unit?: string;
  /** Hovering says more: the exact number, what is unknown. */
  title?: string;
  change: Delta | null;
  /** What the line shows, and its values, an hour each. */
  line: { label: string; values: readonly number[] };
}

const SIGNS = { up: '▲', down: '▼', same: '=' } as const;
const WORDS = { up: 'up', down: 'down', same: 'as' } as const;
/** For cost, tokens, latency and errors less is better. */
const COLOURS = { up: 'text-error-text', down: 'text-ok', same: 'text-muted' } as const;

export function StatCard({ name, figure, unit, title, change, line }: Props) {
  return (
    <section aria-label={name} className="card px-4 py-4">
      <h2 className="text-meta text-muted">{name}</h2>
      <p className="flex items-baseline gap-2">
        <span className="text-stat font-semibold whitespace-nowrap tabular-nums" title={title}>
          {figure}
          {unit ? <span className="pl-0.5 text-section text-muted">{unit}</span> : null}
        </span>
        {change === null ? (
          <span className="truncate text-meta text-faint">nothing the day before</span>
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
      <div className="pt-2" title={line.label}>
        <Sparkline label={line.label} values={line.values} />
      </div>
    </section>
  );
}
