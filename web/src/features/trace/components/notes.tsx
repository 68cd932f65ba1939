/** Never lie: what is not whole, or not over yet, about what is shown. */
import { TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { Trace } from '@/shared/api/types';
import type { Skeleton } from '@/shared/columns';
import { ago, count, instant, plural } from '@/shared/format';
import { useNow } from '@/shared/ui/when';
import { countOrphans } from '../model/grow';
import type { TraceView } from '../model/view';
import { useView } from './use-view';

interface Props {
  trace: Trace | undefined;
  skeleton: Skeleton;
  view: TraceView;
}

export function Notes({ trace, skeleton, view }: Props) {
  const orphans = useMemo(() => countOrphans(skeleton), [skeleton]);
  const isFiltered = useView(view, (each) => each.onlyInWindow);
  const listed = useView(view, (each) => each.count);
  const listable = useView(view, (each) => each.skeleton?.n ?? 0);
  const notes: string[] = [];
  if (skeleton.dropped > 0) notes.push(`${plural(skeleton.dropped, 'span')} dropped by limit`);
  if (orphans > 0) notes.push(`parent missing, ${plural(orphans, 'span')} shown at the root`);
  if (isFiltered) notes.push(`only spans in the range: ${count(listed)} of ${count(listable)}`);
  const isRunning = trace?.status === 'running' && !skeleton.complete;
  if (notes.length === 0 && !isRunning) return null;
  return (
    <section
      aria-label="Notes"
      className="flex h-8 shrink-0 items-center gap-2 border-b border-line bg-warn-soft px-4 text-meta"
    >
      <TriangleAlert size={14} aria-hidden="true" className="shrink-0 text-warn" />
      <p className="truncate">
        {isRunning ? <Running at={trace.last_seen_at} /> : null}
        {isRunning && notes.length > 0 ? ' · ' : ''}
        {notes.join(' · ')}
      </p>
    </section>
  );
}

function Running({ at }: { at: string }) {
  return <>Running: last span {ago(instant(at), useNow())}</>;
}
