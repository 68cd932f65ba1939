/** The two traces that are compared, with their figures. */
import { Link } from '@tanstack/react-router';
import { count, duration, money, plural } from '@/shared/format';
import { us, usd } from '@/shared/units';
import type { Compared, ComparedTotals } from '../api';

export function Totals({ project, compared }: { project: string; compared: Compared }) {
  return (
    <div className="flex flex-wrap items-stretch gap-3 border-b border-line bg-surface px-4 py-2">
      <Side title="A" project={project} totals={compared.before} />
      <Side title="B" project={project} totals={compared.after} />
      <p className="self-center" role="status">
        {compared.is_same ? 'The traces are the same.' : `${plural(compared.changes, 'difference')}.`}
      </p>
    </div>
  );
}

function Side({ title, project, totals }: { title: string; project: string; totals: ComparedTotals }) {
  const cost = totals.cost_usd === null ? '?' : money(usd(totals.cost_usd));
  return (
    <section aria-label={title} className="min-w-64 rounded-card border border-line px-3 py-1.5">
      <p className="flex items-baseline gap-2">
        <span
          className={`font-semibold ${title === 'A' ? 'border-b-2 border-kind-agent' : 'border-b-2 border-kind-handoff'}`}
        >
          {title}
        </span>
        <Link
          to="/p/$project/traces/$traceId"
          params={{ project, traceId: totals.trace_id }}
          className="truncate text-accent underline"
        >
          {totals.name} <span className="figure">{totals.trace_id.slice(0, 8)}</span>
        </Link>
        <span className="text-muted">{totals.status}</span>
      </p>
      <p className="figure text-meta text-muted">
        {plural(totals.spans, 'step')} · {count(totals.input_tokens + totals.output_tokens)} tokens · {cost} ·{' '}
        {duration(us(totals.duration_us))}
      </p>
    </section>
  );
}
