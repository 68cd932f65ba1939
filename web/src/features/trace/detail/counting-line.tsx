/** Several emitters saw one model or tool call: where it is counted, and who else saw it. */
import type { SpanDetail } from '@/shared/api/types';

export function CountingLine({ span }: { span: SpanDetail }) {
  if (span.shadow_of !== null) {
    return (
      <p className="mt-2 text-caption text-muted">
        Counted on <span className="figure">{span.shadow_of}</span>: this is the same call, seen by another
        emitter.
      </p>
    );
  }
  if (span.also_seen_by.length === 0) return null;
  return (
    <p className="mt-2 text-caption text-muted">
      Also seen by {span.also_seen_by.map((other) => other.scope_name || other.span_id).join(', ')}, counted
      once
      {span.figures_from === null ? null : (
        <>
          {' '}
          with the figures of <span className="figure">{span.figures_from}</span>
        </>
      )}
    </p>
  );
}
