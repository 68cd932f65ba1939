/** What happened and what was logged inside the span, moment by moment, and the spans that it points to. */
import { Link } from '@tanstack/react-router';
import { ALL_PROJECTS } from '@/shared/api/base';
import type { SpanDetail, SpanEvent, SpanLog } from '@/shared/api/types';
import { exactly, offset } from '@/shared/format';
import { us } from '@/shared/units';
import { Value } from './value';

/** OTLP's number of the severity "error". */
const ERROR = 17;
/** Where the clock stands in an RFC 3339 time, to the millisecond. */
const CLOCK_FROM = 11;
const CLOCK_TO = 23;

export function EventsTab({ span }: { span: SpanDetail }) {
  if (span.events.length + span.logs.length + span.links.length === 0) {
    return <p className="text-muted">Nothing was recorded inside this span.</p>;
  }
  return (
    <ol className="flex flex-col gap-3">
      {span.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may have the same name and moment
        <EventCard key={index} event={event} />
      ))}
      {span.logs.map((log) => (
        <LogCard key={log.uid} log={log} />
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

function LogCard({ log }: { log: SpanLog }) {
  const body = log.body === null ? {} : { body: log.body };
  return (
    <Moment
      name={log.event_name || log.severity_text || 'log'}
      isError={log.severity >= ERROR}
      time={log.time}
      shown={log.time.slice(CLOCK_FROM, CLOCK_TO)}
      values={{ ...body, ...log.attributes }}
    />
  );
}

function EventCard({ event }: { event: SpanEvent }) {
  return (
    <Moment
      name={event.name}
      isError={event.name === 'exception'}
      time={event.time}
      shown={offset(us(event.offset_us))}
      values={event.attributes}
    />
  );
}

function Moment(props: {
  name: string;
  isError: boolean;
  time: string;
  shown: string;
  values: Record<string, unknown>;
}) {
  const values = Object.entries(props.values);
  return (
    <li className="card overflow-hidden">
      <p className="flex gap-2 border-b border-line bg-sunken px-3 py-1 text-meta">
        <span className={props.isError ? 'text-error-text' : 'text-muted'}>{props.name}</span>
        <time dateTime={props.time} title={exactly(props.time)} className="figure ml-auto text-muted">
          {props.shown}
        </time>
      </p>
      {values.length === 0 ? null : (
        <dl className="flex flex-col gap-2 px-3 py-2">
          {values.map(([key, value]) => (
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
