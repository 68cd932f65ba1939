/** Several emitters saw one model or tool call: where it is counted, and who else saw it. */
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { ALL_PROJECTS } from '@/shared/api/base';
import type { SpanDetail } from '@/shared/api/types';

export function CountingLine({ span }: { span: SpanDetail }) {
  if (span.shadow_of !== null) {
    return (
      <p className="mt-2 text-caption text-muted">
        Counted on{' '}
        <span className="figure">
          <Where span={span.shadow_of} trace={span.shadow_of_trace} name={span.shadow_of} />
        </span>
        : this is the same call, seen by another emitter.
      </p>
    );
  }
  if (span.also_seen_by.length === 0) return null;
  return (
    <p className="mt-2 text-caption text-muted">
      Also seen by{' '}
      {span.also_seen_by.map((other, index) => (
        <Fragment key={`${other.trace_id} ${other.span_id}`}>
          {index > 0 ? ', ' : null}
          <Where span={other.span_id} trace={other.trace_id} name={other.scope_name || other.span_id} />
        </Fragment>
      ))}
      , counted once
      {span.figures_from === null ? null : (
        <>
          {' '}
          with the figures of <span className="figure">{span.figures_from}</span>
        </>
      )}
    </p>
  );
}

/** A span of this trace by its name, one of another trace as a link to it. */
function Where({ span, trace, name }: { span: string; trace: string | null; name: string }) {
  if (trace === null) return name;
  return (
    <Link
      to="/p/$project/traces/$traceId"
      params={{ project: ALL_PROJECTS, traceId: trace }}
      search={{ span }}
      className="figure break-all text-accent hover:underline"
    >
      {name} in trace {trace}
    </Link>
  );
}
