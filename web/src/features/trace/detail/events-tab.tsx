/** What happened inside the span, moment by moment, and the spans that it points to. */
import { Link } from '@tanstack/react-router';
import { ALL_PROJECTS } from '@/shared/api/base';
import type { SpanDetail, SpanEvent } from '@/shared/api/types';
import { exactly, offset } from '@/shared/format';
import { us } from '@/shared/units';
import { Value } from './value';

export function EventsTab({ span }: { span: SpanDetail }) {
  if (span.events.length + span.links.length === 0) {
    return <p className="text-muted">Nothing was recorded inside this span.</p>;
  }
  return (
    <ol className="flex flex-col gap-3">
      {span.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may have the same name and moment
        <EventCard key={index} event={event} />
      ))}
      {span.links.map((link) => (
        <li key={`${link.trace_id} ${link.span_id}`} className="card px-3 py-2">
          <p className="text-meta text-muted">points to a span</p>
          <Link
            to="/p/$project/traces/$traceId"
            params={{ project: ALL_PROJECTS, traceId: link.trace_id }}
            search={{ span: link.span_id }}
            className="figure break-all text-accent hover:underline"
          >
            {link.trace_id} {link.span_id}
          </Link>
          {Object.keys(link.attributes).length > 0 ? <Value value={link.attributes} label="link" /> : null}
        </li>
      ))}
    </ol>
  );
}

function EventCard({ event }: { event: SpanEvent }) {
  const attributes = Object.entries(event.attributes);
  return (
    <li className="card overflow-hidden">
      <p className="flex gap-2 border-b border-line bg-sunken px-3 py-1 text-meta">
        <span className={event.name === 'exception' ? 'text-error-text' : 'text-muted'}>{event.name}</span>
        <time dateTime={event.time} title={exactly(event.time)} className="figure ml-auto text-muted">
          {offset(us(event.offset_us))}
        </time>
      </p>
      {attributes.length === 0 ? null : (
        <dl className="flex flex-col gap-2 px-3 py-2">
          {attributes.map(([key, value]) => (
            <div key={key}>
              <dt className="figure text-caption break-all text-muted">{key}</dt>
              <dd className="min-w-0 break-words">
                <Value value={value} label={key} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
